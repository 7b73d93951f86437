package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
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

    @Property(tries = 2000)
    void theTreeAgreesWithTheOrderWhateverTheOrderOfTheFile(
            @ForAll("ruleSets") List<EndpointRule> rules,
            @ForAll("paths") String path,
            @ForAll("methods") String method) {
        EndpointRule expected = rules.stream()
                .filter(rule -> matches(rule, method, path))
                .min(Specificity.ORDER)
                .orElse(null);
        List<EndpointRule> reversed = new ArrayList<>(rules);
        Collections.reverse(reversed);

        assertThat(new EndpointRules(rules).find(method, path)).isSameAs(expected);
        assertThat(new EndpointRules(reversed).find(method, path)).isSameAs(expected);
    }

    @Property(tries = 2000)
    void theOrderIsTotal(
            @ForAll("rule") EndpointRule a, @ForAll("rule") EndpointRule b, @ForAll("rule") EndpointRule c) {
        int ab = Integer.signum(Specificity.ORDER.compare(a, b));
        int bc = Integer.signum(Specificity.ORDER.compare(b, c));

        assertThat(Integer.signum(Specificity.ORDER.compare(b, a))).isEqualTo(-ab);
        assertThat(ab == 0).isEqualTo(key(a).equals(key(b)));
        if (ab == bc) {
            assertThat(Integer.signum(Specificity.ORDER.compare(a, c))).isEqualTo(ab);
        }
    }

    // A second, plain reading of what a pattern means.
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
        return new EndpointRule(method, PathPattern.parse(path), List.of(), Set.of(), List.of());
    }

    private static String key(EndpointRule rule) {
        return rule.method() + " " + rule.path().shape();
    }

    @Provide
    Arbitrary<EndpointRule> rule() {
        Arbitrary<String> segment = Arbitraries.of("a", "b", "c", "*", "{x}");
        Arbitrary<String> path = segment.list().ofMaxSize(3).map(s -> "/" + String.join("/", s));
        return Combinators.combine(Arbitraries.of("GET", "POST", "*"), path, Arbitraries.of(true, false))
                .as((method, prefix, open) ->
                        rule(method, !open ? prefix : prefix.equals("/") ? "/**" : prefix + "/**"));
    }

    @Provide
    Arbitrary<List<EndpointRule>> ruleSets() {
        return rule().list().ofMaxSize(12).map(rules -> {
            Map<String, EndpointRule> distinct = new LinkedHashMap<>();
            rules.forEach(rule -> distinct.putIfAbsent(key(rule), rule));
            return List.copyOf(distinct.values());
        });
    }

    @Provide
    Arbitrary<String> paths() {
        return Combinators.combine(Arbitraries.of("a", "b", "c", "d", "").list().ofMaxSize(4), Arbitraries.of("", "/"))
                .as((segments, tail) -> "/" + String.join("/", segments) + tail);
    }

    @Provide
    Arbitrary<String> methods() {
        return Arbitraries.of("GET", "HEAD", "POST", "PUT");
    }
}
