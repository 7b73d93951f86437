package io.github.licensing4j.core.catalog;

import io.github.licensing4j.PlanId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Catalogs that tests read. */
final class Catalogs {
    static final PlanId FREE = new PlanId("free", 1);
    static final PlanId PRO = new PlanId("pro", 1);

    private Catalogs() {}

    static String text(String name) {
        try (InputStream in = Objects.requireNonNull(Catalogs.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Catalog read(String yaml) {
        return CatalogParser.parse("licensing.yaml", yaml);
    }

    static Catalog weather() {
        return read(text("weather.yaml"));
    }

    /** A catalog with features a and b, meter tokens, plan p@1 and these endpoint rules. */
    static Catalog withRules(String... rules) {
        StringBuilder yaml = new StringBuilder("""
                catalog: c
                meters: {tokens: {unit: t}}
                features: {a: {}, b: {}}
                plans: {p@1: {features: [a, b]}}
                endpoints:
                """);
        for (String rule : rules) {
            yaml.append("  - ").append(rule).append('\n');
        }
        return read(yaml.toString());
    }
}
