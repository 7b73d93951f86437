package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.licensing4j.core.RandomCases;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of invalid catalog, with the position and text of the problem. */
class CatalogProblemTest {
    private static final String BASE = """
            catalog: c
            meters: { tokens: { unit: token } }
            features: { export.csv: {}, search: {} }
            plans:
              free@1:
                features: [search]
                limits:
                  burst: { kind: rate, permits: 10, per: PT1S }
                  monthly: { kind: quota, meter: calls, amount: 1000, per: P1M }
            """;

    // Each row: what is replaced in the catalog above (or + to append), by what, and the first problem.
    @ParameterizedTest(name = "{3}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "catalog: c | katalog: c | 1:1 | unknown key of the catalog 'katalog', did you mean 'catalog'?",
                "catalog: c | catalog: 7 | 1:10 | 'catalog' of the catalog is 7, expected the catalog's name",
                "catalog: c | 'catalog: [c]' | 1:10 | 'catalog' of the catalog is a list, expected the catalog's name",
                "[search] | [serach] | 6:16 | unknown feature 'serach', did you mean 'search'?",
                "[search] | [zzzzzz] | 6:16 | unknown feature 'zzzzzz', expected one of export.csv, search",
                "[search] | search | 6:15 | 'features' of plan 'free@1' is the text 'search', expected a list",
                "[search] | '[search, search]' | 6:24 | plan 'free@1' names the feature 'search' twice",
                "[search] | [1.5] | 6:16 | plan 'free@1' has the decimal number 1.5 as a feature, expected a name",
                "meter: calls | meter: cals | 9:38 | unknown meter 'cals', did you mean 'calls'?",
                "kind: rate | kind: rat | 8:22 | unknown 'kind' 'rat', did you mean 'rate'?",
                "kind: rate | kid: rate | 8:14 | limit 'burst' has no 'kind', expected one of concurrency",
                "permits: 10 | permit: 10 | 8:28 | unknown key of limit 'burst' 'permit', did you mean 'permits'?",
                "permits: 10 | permits: 1_0 | 8:37 | 'permits' of limit 'burst' is the text '1_0', expected an integer from 1",
                "permits: 10 | permits: 1.5 | 8:37 | 'permits' of limit 'burst' is the decimal number 1.5, expected",
                "permits: 10 | 'permits: \"10\"' | 8:37 | 'permits' of limit 'burst' is the text '10', expected an",
                "permits: 10 | permits: 0 | 8:37 | 'permits' of limit 'burst' is 0, expected an integer from 1 to",
                "permits: 10 | permits: -1 | 8:37 | 'permits' of limit 'burst' is -1, expected an integer from 1 to",
                "permits: 10 | permits: 0x10 | 8:37 | 'permits' of limit 'burst' is the text '0x10', expected an integer",
                "permits: 10 | permits: 010 | 8:37 | is the text '010', expected an integer",
                "permits: 10 | permits: 99999999999999999999 | 8:37 | 99999999999999999999, expected an integer",
                "permits: 10 | permits: 2000000000 | 8:37 | 'permits' are more than one a nanosecond of PT1S",
                "per: PT1S | per: 1s | 8:46 | expected an exact ISO 8601 duration, such as PT1S or P1D, got '1s'",
                "per: PT1S | per: P1M | 8:46 | expected an exact ISO 8601 duration, such as PT1S or P1D, got 'P1M'",
                "per: PT1S | per: PT0S | 8:46 | expected more than zero and at most P366D, got 'PT0S'",
                "per: PT1S | 'per: PT1S, bands: [{permits: 1, per: PT1S}]' | 8:37 | both 'permits' and 'bands'",
                "'permits: 10, per: PT1S' | bands: [] | 8:35 | limit 'burst' needs 1 to 8 bands, got 0",
                "amount: 1000 | amounts: 1000 | 9:45 | unknown key of limit 'monthly' 'amounts', did you mean 'amount'?",
                "per: P1M | per: P1MT1H | 9:64 | a period is written in ISO 8601, such as P1M or PT1H, got 'P1MT1H'",
                "per: P1M | 'per: P1M, warn-at: [90, 80]' | 9:83 | expected rising percentages",
                "per: P1M | 'per: P1M, overage: {cap: 5, unit-price: 1 dollar}' | 9:99 | an amount and a currency",
                "monthly: | m@nthly: | 9:7 | a limit is named 'm@nthly', expected letters, digits",
                "monthly: | \"m\u00e4rz\": | 9:7 | expected letters, digits",
                "'burst: {' | 'burst: none # {' | 8:7 | unknown inherited limit 'burst', none is defined",
                "free@1: | free: | 5:3 | a plan is written name@version, such as pro@1, got 'free'",
                "free@1: | free@0: | 5:3 | a plan is written name@version, such as pro@1, got 'free@0'",
                "features: [search] | extends: fre@1 | 6:14 | unknown plan 'fre@1', did you mean 'free@1'?",
                "features: [search] | extends: free@1 | 6:14 | which in the end extends plan 'free@1'",
                "features: [search] | 'trial: {for: P14D, then: fee@1}' | 6:30 | unknown plan 'fee@1', did you mean 'free@1'?",
                "features: [search] | 'grace: {for: P7D, access: {reduced: fee@1}}' | 6:41 | unknown plan 'fee@1'",
                "features: [search] | 'grace: {for: P7D, access: ful}' | 6:31 | expected full or {reduced: <plan>}",
                "features: [search] | 'price: {amount: 49 USD}' | 6:12 | the price of plan 'free@1' has no 'per'",
                "features: [search] | 'price: {amount: 49 EURO, per: P1M}' | 6:21 | got '49 EURO'",
                "features: [search] | private: maybe | 6:14 | expected true or false",
                "search: {} | 'search: {rollout: {percent: 101, by: customer}}' | 3:57 | an integer from 0 to 100",
                "search: {} | 'search: {rollout: {percent: 5, by: user}}' | 3:64 | unknown 'by'",
                "search: {} | 'search:' | 3:36 | feature 'search' is nothing, expected a map such as {}",
                "unit: token | measure: bytes | 2:19 | meter 'tokens' has no 'unit'",
                "unit: token | 'unit: t, measure: response-byte' | 2:39 | did you mean 'response-bytes'?",
                "tokens: { unit: token } | 'calls: { unit: c, measure: wall-time }' | 2:38 | is built in and counts calls",
                "unit: token | 'unit: token, scal: 3' | 2:34 | unknown key of meter 'tokens' 'scal', did you mean 'scale'?",
                "unit: token | 'unit: token, scale: 10' | 2:41 | 'scale' of meter 'tokens' is 10, expected an integer from 0 to 9",
                "unit: token | 'unit: t, measure: request-byte' | 2:39 | did you mean 'request-bytes'?",
                "amount: 1000 | amount: 0.5 | 9:53 | 'amount' of limit 'monthly' is the decimal number 0.5, expected an integer from 0",
                "amount: 1000 | 'amount: 1000, rollover: 5' | 9:69 | 'rollover' of limit 'monthly' is 5, expected a map",
                "amount: 1000 | 'amount: 1000, rollover: {maks: 5}' | 9:70 | unknown key of the rollover of limit 'monthly' 'maks', did you mean 'max'?",
                "amount: 1000 | 'amount: 1000, of: custmer' | 9:63 | unknown 'of' 'custmer', did you mean 'customer'?",
                "catalog: c | 'catalog: c\nupgrade-url: nowhere' | 2:14 | expected an address such as",
                "catalog: c | 'catalog: c\ncatalog: d' | 2:1 | 'catalog' is defined twice, first in line 1",
                "meters: { | 'meters: &a {' | 2:9 | found an anchor, expected a plain value",
                "catalog: c | 'catalog: !x c' | 1:10 | found a tag, expected a plain value",
                "catalog: c | 'catalog: *a' | 1:10 | found an alias, expected the value itself",
                "+ | 'endpoints: [{match: GET /v1, feature: serch}]' | 10:39 | unknown feature 'serch', did you mean",
                "+ | 'endpoints: [{match: GET /v1, charge: {toks: 1}}]' | 10:39 | unknown meter 'toks', did you mean",
                "+ | 'endpoints: [{match: GTE /v1}]' | 10:21 | unknown method 'GTE', did you mean 'GET'?",
                "+ | 'endpoints: [{match: HEAD /v1}]' | 10:21 | a rule for HEAD would match nothing, expected GET",
                "+ | 'endpoints: [{match: GET v1}]' | 10:21 | expected a path that starts with '/', got 'v1'",
                "+ | 'endpoints: [{match: GET}]' | 10:21 | expected a path that starts with '/'",
                "+ | 'endpoints: [{match: GET /v1/}]' | 10:21 | no trailing slash, got '/v1/'",
                "+ | 'endpoints: [{match: \"GET /**/a\"}]' | 10:21 | expected '**' only as the last segment",
                "+ | 'endpoints: [{match: \"GET /*.csv\"}]' | 10:21 | expected each segment to be plain decoded text",
                "+ | 'endpoints: [{match: GET /a}, {match: GET /a}]' | 10:38 | matches the same calls as the rule in line 10",
                "+ | 'endpoints: [{match: \"GET /{a}\"}, {match: \"GET /*\"}]' | 10:42 | matches the same calls",
                "+ | 'endpoints: [{match: GET /a, features: []}]' | 10:39 | names none, expected at least one",
                "+ | 'endpoints: [{match: GET /a, scopes: []}]' | 10:37 | 'scopes' of an endpoint rule names none",
                "+ | 'endpoints: [{match: GET /a, roles: []}]' | 10:36 | 'roles' of an endpoint rule names none",
                "+ | 'endpoints: [{match: GET /a, role: \" \"}]' | 10:35 | as a role, expected text of 1 to 128 characters",
                "+ | 'endpoints: [{match: GET /a, scope: \"a b\"}]' | 10:36 | expected a scope token",
                "+ | 'endpoints: [{match: GET /a, charge: {calls: {reserve: 1}}}]' | 10:45 | has no 'units'",
                "+ | 'endpoints: [{match: GET /a, exempt: true}]' | 10:29 | unknown key of an endpoint rule 'exempt'",
                "+ | '---' | 11:1 | a second document starts here",
                "+ | '  pro@1: {limits: {x: }' | 10:24 | not YAML: while parsing a flow mapping, expected ',' or '}'",
            })
    void namesPlaceFindingAndExpectation(String replaced, String by, String place, String message) {
        String yaml = replaced.equals("+") ? BASE + by + "\n" : BASE.replace(replaced, by);

        assertThat(yaml).isNotEqualTo(BASE);
        assertThat(problemsOf(yaml)).anySatisfy(problem -> {
            assertThat(problem.toString()).startsWith("licensing.yaml:" + place + ": ");
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void readsSurrogatePairsAtTheEndOfABuffer() {
        for (int length = 1_000; length < 1_100; length++) {
            String comment = "# " + "x".repeat(length) + "\ud83d\ude00\n";
            assertThat(Catalogs.read(comment + BASE).summary().plans())
                    .isEqualTo(Catalogs.read(BASE).summary().plans());
        }
    }

    @Test
    void reportsAllProblemsInFileOrder() {
        String yaml = BASE.replace("[search]", "[serach]")
                .replace("permits: 10", "permits: x")
                .replace("calls", "cals");

        assertThat(problemsOf(yaml)).extracting(CatalogProblem::line).containsExactly(6, 8, 9);
        assertThatThrownBy(() -> Catalogs.read(yaml)).hasMessageContainingAll("6:16", "8:37", "9:38");
    }

    @Test
    void findsACycleOfSeveralPlans() {
        assertThat(problemsOf("""
                        catalog: c
                        plans:
                          a@1: { extends: c@1 }
                          b@1: { extends: a@1 }
                          c@1: { extends: b@1 }
                        """))
                .hasSize(1)
                .allMatch(problem -> problem.message().contains("in the end extends"));
    }

    @Test
    void allowsGapsBetweenVersions() {
        assertThat(Catalogs.read("catalog: c\nplans: { p@1: {}, p@7: {} }").offers())
                .hasToString("[p@7]");
    }

    @Test
    void refusesTwoCurrenciesInOnePlan() {
        String yaml = BASE.replace("features: [search]", "price: { amount: 5 EUR, per: P1M }")
                .replace("per: P1M }\n", "per: P1M, overage: { cap: 1, unit-price: 1 USD } }\n")
                .replace("amount: 5 EUR, per: P1M, overage: { cap: 1, unit-price: 1 USD }", "amount: 5 EUR, per: P1M");

        assertThat(problemsOf(yaml)).extracting(CatalogProblem::message).anyMatch(m -> m.contains("one currency"));
    }

    @Test
    void refusesLimitsWithSharedCounter() {
        String yaml = BASE + "      other: { was: burst, kind: concurrency, max: 1 }\n"
                + "      third: { was: burst, kind: concurrency, max: 1 }\n";

        assertThat(problemsOf(yaml))
                .extracting(CatalogProblem::message)
                .anyMatch(m -> m.contains("would both count as"));
    }

    @Test
    void refusesNonTextContent() {
        byte[] latin1 = "catalog: \u00e4".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> CatalogParser.parse("f", latin1, Instant.EPOCH))
                .hasMessage("f: the file is not UTF-8");
        assertThatThrownBy(() -> CatalogParser.parse("f", new byte[CatalogParser.MAX_BYTES + 1], Instant.EPOCH))
                .hasMessageContaining("more than 1048576 bytes");
        assertThatThrownBy(() -> Catalogs.read("")).hasMessageContaining("1:1: the file is empty");
        assertThatThrownBy(() -> Catalogs.read("[1]")).hasMessageContaining("the catalog is a list, expected a map");
    }

    @Test
    void refusesDeepNesting() {
        String deep = "catalog: " + "[".repeat(YamlTree.MAX_DEPTH + 1) + "]".repeat(YamlTree.MAX_DEPTH + 1);

        assertThatThrownBy(() -> Catalogs.read(deep)).hasMessageContaining("nested more than 20 levels deep");
        assertThatThrownBy(() -> Catalogs.read("a: " + "[".repeat(100_000))).isInstanceOf(CatalogException.class);
    }

    @Test
    @Tag("4.4.1")
    void keepsAtMostHundredProblems() {
        String features = names("known", "%s: {}", 3000);
        String used = names("unknown", "%s", 3000);
        String yaml = "catalog: c\nfeatures: {" + features + "}\nplans: {p@1: {features: [" + used + "]}}\n";

        List<CatalogProblem> problems = problemsOf(yaml);

        assertThat(problems).hasSize(Diagnostics.MAX_KEPT + 1);
        assertThat(problems.get(0).message()).contains("known_").hasSizeLessThan(700);
        assertThat(problems.get(Diagnostics.MAX_KEPT).message()).isEqualTo("2900 more problems are not shown");
    }

    @Test
    @Tag("4.4.1")
    void shortensLongTexts() {
        String yaml = BASE.replace("[search]", "[" + "x".repeat(500_000) + "]");

        assertThat(problemsOf(yaml))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).hasSizeLessThan(700));
    }

    @Test
    @Tag("4.4.1")
    void limitsInheritedSizeOfPlans() {
        String features = names("f", "%s: {}", 5000);
        String yaml = "catalog: c\nfeatures: {" + features + "}\nplans:\n  base@1: {features: ["
                + names("f", "%s", 5000) + "]}\n";
        String heirs = IntStream.range(0, 5000)
                .mapToObj(i -> "  h" + i + "@1: {extends: base@1}\n")
                .collect(Collectors.joining());

        assertThat(problemsOf(yaml + heirs).get(0).message()).contains("more than 200000 features and limits together");
    }

    private static String names(String prefix, String form, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> form.formatted(prefix + "_" + i))
                .collect(Collectors.joining(", "));
    }

    @Test
    void neverFailsInAnyOtherWay() {
        RandomCases.run(300, random -> {
            int cut = random.nextInt(BASE.length());
            String yaml = BASE.substring(0, cut) + noise(random) + BASE.substring(cut);

            try {
                Catalogs.read(yaml);
            } catch (CatalogException e) {
                assertThat(e.problems()).isNotEmpty();
            }
        });
    }

    /** Text of any characters: half of it ASCII, the rest from all of UTF-16, surrogates included. */
    private static String noise(RandomGenerator random) {
        StringBuilder noise = new StringBuilder();
        for (int length = random.nextInt(40); length > 0; length--) {
            noise.append((char) random.nextInt(random.nextBoolean() ? 128 : 0x10000));
        }
        return noise.toString();
    }

    private static List<CatalogProblem> problemsOf(String yaml) {
        CatalogException thrown = catchThrowableOfType(CatalogException.class, () -> Catalogs.read(yaml));
        assertThat(thrown).as("refusal of\n%s", yaml).isNotNull();
        return thrown.problems();
    }
}
