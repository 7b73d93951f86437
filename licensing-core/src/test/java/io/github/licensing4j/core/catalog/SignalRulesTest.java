package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.SignalAnswer.Action;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.SignalSeverity;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of a catalog that answer signals. */
class SignalRulesTest {
    private static final String BASE = """
            catalog: c
            plans: { free@1: {} }
            signals:
              key-sharing: { answer: throttle, rate: { permits: 10, per: PT1M } }
            """;

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Catalogs.text("/io/github/licensing4j/licensing.schema.json"), InputFormat.JSON);

    private static boolean isValid(String yaml) {
        return SCHEMA.validate(yaml, InputFormat.YAML).isEmpty();
    }

    private static String with(String replaced, String by) {
        String yaml = BASE.replace(replaced, by);
        assertThat(yaml).isNotEqualTo(BASE);
        return yaml;
    }

    @Test
    void observesFromMediumForDayByDefault() {
        assertThat(isValid(BASE)).isTrue();
        assertThat(Catalogs.read(BASE).signals())
                .isEqualTo(Map.of(
                        SignalKind.KEY_SHARING,
                        new SignalRule(
                                Action.THROTTLE,
                                SignalSeverity.MEDIUM,
                                Duration.ofDays(1),
                                new Band(10, Duration.ofMinutes(1), 10),
                                EnforcementMode.OBSERVE)));
        assertThat(Catalogs.read(BASE).warnings()).isEmpty();
        assertThat(Catalogs.weather().signals()).as("off without a section").isEmpty();
    }

    @Test
    void readsWholeRules() {
        String yaml = with("{ answer: throttle, rate: { permits: 10, per: PT1M } }", """
                        { answer: require-proof, severity: high, for: P30D, mode: enforce }
                          burst: { answer: suspend, severity: low, for: PT1M, mode: observe }
                          enumeration: { answer: throttle, rate: { permits: 1, per: PT1S, burst: 5 } }""");
        assertThat(isValid(yaml)).isTrue();
        Catalog catalog = Catalogs.read(yaml);
        assertThat(catalog.signals().get(SignalKind.KEY_SHARING))
                .isEqualTo(new SignalRule(
                        Action.REQUIRE_PROOF, SignalSeverity.HIGH, Duration.ofDays(30), null, EnforcementMode.ENFORCE));
        assertThat(catalog.signals().get(SignalKind.BURST)).hasToString("suspend from low for PT1M, only observed");
        assertThat(catalog.signals().get(SignalKind.ENUMERATION))
                .hasToString("throttle to 1 per PT1S from medium for PT24H, only observed");
        assertThat(catalog.warnings())
                .containsExactly(
                        "licensing.yaml:5:3: signal 'burst' is about a license and names no key, so that its rule answers none",
                        "licensing.yaml:6:3: signal 'enumeration' is about a license and names no key, so that its rule answers none");
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "key-sharing | key-shared | 4:3 | unknown signal 'key-shared', did you mean 'key-sharing'?",
                "key-sharing | credential-stuffing | 4:3 | signal 'credential-stuffing' is about a network and no license, so there is no key to answer it with, expected one of key-sharing, burst, enumeration",
                "key-sharing | near-limit | 4:3 | signal 'near-limit' is no misuse, so it is not answered, expected one of key-sharing, burst, enumeration",
                "'{ answer: throttle, rate: { permits: 10, per: PT1M } }' | suspend | 4:16 | signal 'key-sharing' is the text 'suspend', expected a map with 'answer'",
                "answer: throttle | answer: trottle | 4:26 | unknown 'answer' 'trottle', did you mean 'throttle'?",
                "answer: throttle | severity: low | 4:16 | signal 'key-sharing' has no 'answer', expected one of require-proof, suspend, throttle",
                "answer: throttle | anser: throttle | 4:16 | signal 'key-sharing' has no 'answer'",
                "answer: throttle | answer: suspend | 4:41 | signal 'key-sharing' has a 'rate' and the answer suspend, expected throttle",
                "', rate: { permits: 10, per: PT1M }' | '' | 4:16 | signal 'key-sharing' has no 'rate', expected how fast calls pass, such as { permits: 10, per: PT1M }",
                "permits: 10 | permits: 0 | 4:53 | 'permits' of the rate of signal 'key-sharing' is 0, expected",
                "'{ permits: 10, per: PT1M }' | 10/min | 4:42 | 'rate' of signal 'key-sharing' is the text '10/min', expected a map",
                "per: PT1M | 'per: PT1M, bands: []' | 4:68 | unknown key of the rate of signal 'key-sharing' 'bands'",
                "answer: throttle | 'answer: throttle, for: 24h' | 4:41 | 'for' of signal 'key-sharing': expected an exact ISO 8601 duration, such as PT1S or P1D, got '24h'",
                "answer: throttle | 'answer: throttle, for: P31D' | 4:41 | 'for' of signal 'key-sharing': expected from PT1M to P30D, got 'P31D'",
                "answer: throttle | 'answer: throttle, for: PT59S' | 4:41 | 'for' of signal 'key-sharing': expected from PT1M to P30D, got 'PT59S'",
                "answer: throttle | 'answer: throttle, severity: hihg' | 4:46 | unknown 'severity' 'hihg', did you mean 'high'?",
                "answer: throttle | 'answer: throttle, mode: enforced' | 4:42 | unknown 'mode' 'enforced', did you mean 'enforce'?",
                "answer: throttle | 'answer: throttle, until: P1D' | 4:36 | unknown key of signal 'key-sharing' 'until'",
            })
    void reportsProblems(String replaced, String by, String at, String problem) {
        CatalogException refused =
                catchThrowableOfType(CatalogException.class, () -> Catalogs.read(with(replaced, by == null ? "" : by)));
        assertThat(refused.problems())
                .anySatisfy(found -> assertThat(found.toString()).startsWith("licensing.yaml:" + at + ": " + problem));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key-sharing | credential-stuffing",
                "key-sharing | silence",
                "answer: throttle | answer: suspend",
                "answer: throttle | severity: low",
                "answer: throttle | 'answer: throttle, mode: on'",
                "answer: throttle | 'answer: throttle, severity: severe'",
                "answer: throttle | 'answer: throttle, for: 24h'",
                "answer: throttle | 'answer: throttle, until: P1D'",
                "permits: 10 | permits: 0",
            })
    void schemaAgrees(String replaced, String by) {
        assertThat(isValid(with(replaced, by))).isFalse();
        assertThat(isValid(with(", rate: { permits: 10, per: PT1M }", ""))).isFalse();
    }

    @Test
    void reloadReportsChangedRules() {
        Catalog before = Catalogs.read(BASE);
        Catalog after = Catalogs.read(
                with("answer: throttle, rate: { permits: 10, per: PT1M }", "answer: suspend, mode: enforce"));
        Catalog none = Catalogs.read("catalog: c\nplans: { free@1: {} }\n");
        assertThat(CatalogDiff.between(before, after, plan -> 0))
                .containsExactly(
                        "signal key-sharing: answer was throttle to 10 per PT1M from medium for PT24H, only observed, is now suspend from medium for PT24H, enforced");
        assertThat(CatalogDiff.between(after, none, plan -> 0))
                .containsExactly(
                        "signal key-sharing: answer was suspend from medium for PT24H, enforced, is now none; what was done with keys stays until its end");
        assertThat(CatalogDiff.between(none, before, plan -> 0)).hasSize(1);
        assertThat(CatalogDiff.between(after, after, plan -> 0)).isEmpty();
    }
}
