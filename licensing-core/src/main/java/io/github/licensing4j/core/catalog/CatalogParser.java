package io.github.licensing4j.core.catalog;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.core.catalog.Node.Mapping;
import io.github.licensing4j.core.hash.Sha256;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Parses a catalog. It has no state and reads no file. */
public final class CatalogParser {
    /** The largest text that is read, in bytes: far more than a catalog needs. */
    public static final int MAX_BYTES = 1 << 20;

    private static final Set<String> KEYS =
            Set.of("catalog", "upgrade-url", "meters", "features", "plans", "endpoints", "signals");

    private CatalogParser() {}

    /**
     * Parses and validates a catalog, for a check without an engine; its {@code loadedAt} is the epoch.
     *
     * @param file the name of the text in problems
     * @throws CatalogException with every problem found
     */
    public static Catalog parse(String file, String yaml) {
        return parse(file, yaml.getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
    }

    /**
     * Parses and validates a catalog.
     *
     * @param file the name of the text in problems
     * @param utf8 the text
     * @param loadedAt when it was read
     * @throws CatalogException with every problem found
     */
    public static Catalog parse(String file, byte[] utf8, Instant loadedAt) {
        Diagnostics diagnostics = new Diagnostics(file);
        Node root = YamlTree.read(decode(utf8, diagnostics), diagnostics);
        if (root != null && !(root instanceof Mapping)) {
            diagnostics.add(root.at(), "the catalog is " + root.shown() + ", expected a map");
        }
        diagnostics.throwIfAny();
        return read((Mapping) Objects.requireNonNull(root), hash(utf8), loadedAt, diagnostics);
    }

    private static String decode(byte[] utf8, Diagnostics diagnostics) {
        if (utf8.length > MAX_BYTES) {
            diagnostics.add(SourcePosition.NOWHERE, "the file has more than " + MAX_BYTES + " bytes");
        }
        diagnostics.throwIfAny();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            diagnostics.add(SourcePosition.NOWHERE, "the file is not UTF-8");
            diagnostics.throwIfAny();
            return "";
        }
    }

    private static Catalog read(Mapping root, String hash, Instant loadedAt, Diagnostics diagnostics) {
        Fields fields = new Fields(root, "the catalog", KEYS, diagnostics);
        String name = fields.text("catalog", "the catalog's name");
        URI upgradeUrl = fields.has("upgrade-url")
                ? fields.parsed("upgrade-url", "an address such as https://example.com/pricing", CatalogScalars::web)
                : null;
        CatalogNames words = CatalogNames.read(fields, diagnostics);
        ConditionReader conditions = new ConditionReader(diagnostics);
        fields.required("plans", "at least one plan");
        Mapping written = fields.mapping("plans");
        Map<PlanId, PlanDefinition> plans =
                written == null ? Map.of() : new PlansReader(written, words, conditions, diagnostics).read();
        List<EndpointRule> rules = new RulesReader(words, conditions, diagnostics).read(fields.list("endpoints"));
        Map<SignalKind, SignalRule> signals = new SignalsReader(diagnostics).read(fields.mapping("signals"));
        diagnostics.throwIfAny();
        CatalogWarnings.check(root, words.features(), plans.values(), diagnostics);
        CatalogSummary summary = new CatalogSummary(
                Objects.requireNonNull(name),
                hash,
                loadedAt,
                words.features(),
                List.copyOf(words.meters().values()),
                plans.values().stream().map(PlanDefinition::plan).toList());
        return new Catalog(
                summary, plans, words, new EndpointRules(rules), signals, upgradeUrl, diagnostics.warnings());
    }

    private static String hash(byte[] text) {
        return Sha256.hex(text);
    }
}
