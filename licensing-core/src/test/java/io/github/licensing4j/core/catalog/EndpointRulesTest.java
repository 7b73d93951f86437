package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.RandomCases;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointRulesTest {

    @ParameterizedTest
    @CsvSource({
        "GET /v1/export/**, GET, /v1/export, true",
        "GET /v1/export/**, GET, /v1/export/, true",
        "GET /v1/export/**, GET, /v1/export/a/b, true",
        "GET /v1/export/**, GET, /v1/exports, false",
        "GET /v1/export/**, GET, /v1, false",
        "GET /v1/export/**, HEAD, /v1/export, true",
        "GET /v1/export/**, POST, /v1/export, false",
        "* /v1/export/**, PROPFIND, /v1/export, true",
        "GET /v1/export, GET, /v1/export/, true",
        "GET /v1/export, GET, //v1//export//, true",
        "GET /v1/export, GET, /v1/export/csv, false",
        "GET /v1/Export, GET, /v1/export, false",
        "GET /v1/{id}, GET, /v1/7, true",
        "GET /v1/{id}, GET, /v1/, false",
        "GET /v1/*, GET, /v1/7/8, false",
        "GET /*/b, GET, /a/b, true",
        "GET /, GET, /, true",
        "GET /, GET, /a, false",
        "GET /**, GET, /, true",
        "GET /**, GET, /a/b, true",
    })
    void matches(String rule, String method, String path, boolean expected) {
        assertThat(rules(rule).find(method, path) != null).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/export/csv, GET /v1/export/csv",
        "GET, /v1/export/xml, GET /v1/export/{format}",
        "GET, /v1/export/xml/full, GET /v1/export/**",
        "GET, /v1/export, GET /v1/export/**",
        "POST, /v1/export/csv, * /v1/**",
        "DELETE, /v1, DELETE /v1",
        "GET, /v2, * /**",
    })
    void theMostSpecificWins(String method, String path, String winner) {
        EndpointRules rules = rules(
                "* /**",
                "* /v1/**",
                "GET /v1/export/**",
                "GET /v1/export/{format}",
                "GET /v1/export/csv",
                "* /v1",
                "DELETE /v1");

        assertThat(rules.find(method, path)).hasToString(winner);
    }

    @Test
    void treeAgreesWithSpecificity() {
        RandomCases.run(2000, random -> assertThatTreeAgrees(ruleSet(random), path(random), method(random)));
    }

    private static void assertThatTreeAgrees(List<EndpointRule> rules, String path, String method) {
        EndpointRule expected = rules.stream()
                .filter(rule -> matches(rule, method, path))
                .min(Specificity.ORDER)
                .orElse(null);
        List<EndpointRule> reversed = new ArrayList<>(rules);
        Collections.reverse(reversed);

        assertThat(new EndpointRules(rules).find(method, path)).isSameAs(expected);
        assertThat(new EndpointRules(reversed).find(method, path)).isSameAs(expected);
    }

    @Test
    void theOrderIsTotal() {
        RandomCases.run(2000, random -> assertThatOrderIsTotal(rule(random), rule(random), rule(random)));
    }

    private static void assertThatOrderIsTotal(EndpointRule a, EndpointRule b, EndpointRule c) {
        int ab = Integer.signum(Specificity.ORDER.compare(a, b));
        int bc = Integer.signum(Specificity.ORDER.compare(b, c));

        assertThat(Integer.signum(Specificity.ORDER.compare(b, a))).isEqualTo(-ab);
        assertThat(ab == 0).isEqualTo(key(a).equals(key(b)));
        if (ab == bc) {
            assertThat(Integer.signum(Specificity.ORDER.compare(a, c))).isEqualTo(ab);
        }
    }

    // A second, plain implementation of pattern matching.
    private static boolean matches(EndpointRule rule, String method, String path) {
        StringBuilder regex = new StringBuilder();
        for (String segment : rule.path().segments()) {
            regex.append("/+").append(segment.equals("*") ? "[^/]+" : segment);
        }
        regex.append(rule.path().open() ? "(/.*)?" : "/*");
        String wanted = method.equals("HEAD") ? "GET" : method;
        return (rule.method().equals("*") || rule.method().equals(wanted)) && path.matches(regex.toString());
    }

    private static EndpointRules rules(String... rules) {
        List<EndpointRule> list = new ArrayList<>();
        for (String rule : rules) {
            list.add(rule(rule.substring(0, rule.indexOf(' ')), rule.substring(rule.indexOf(' ') + 1)));
        }
        return new EndpointRules(list);
    }

    private static EndpointRule rule(String method, String path) {
        return new EndpointRule(method, RulePath.parse(path), List.of(), Set.of(), Set.of(), List.of(), null);
    }

    private static String key(EndpointRule rule) {
        return rule.method() + " " + rule.path().shape();
    }

    private static EndpointRule rule(RandomGenerator random) {
        List<String> segments = RandomCases.list(random, 3, r -> RandomCases.any(r, "a", "b", "c", "*", "{x}"));
        String prefix = "/" + String.join("/", segments);
        String open = prefix.equals("/") ? "/**" : prefix + "/**";
        return rule(RandomCases.any(random, "GET", "POST", "*"), random.nextBoolean() ? open : prefix);
    }

    private static List<EndpointRule> ruleSet(RandomGenerator random) {
        Map<String, EndpointRule> distinct = new LinkedHashMap<>();
        RandomCases.list(random, 12, EndpointRulesTest::rule).forEach(rule -> distinct.putIfAbsent(key(rule), rule));
        return List.copyOf(distinct.values());
    }

    private static String path(RandomGenerator random) {
        List<String> segments = RandomCases.list(random, 4, r -> RandomCases.any(r, "a", "b", "c", "d", ""));
        return "/" + String.join("/", segments) + RandomCases.any(random, "", "/");
    }

    private static String method(RandomGenerator random) {
        return RandomCases.any(random, "GET", "HEAD", "POST", "PUT");
    }
}
