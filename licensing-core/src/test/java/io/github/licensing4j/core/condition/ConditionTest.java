package io.github.licensing4j.core.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.PlanId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private final List<String> read = new ArrayList<>();
    private Map<String, List<String>> sent = Map.of("x-region", List.of("eu"), "x-secret", List.of("s3cret"));
    private List<String> features = List.of("export.csv", "forecast.daily");
    private String path = "/v1//cities/berlin/";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request.method == 'GET' && request.path.startsWith('/v1/')",
                "path.id == 'berlin'",
                "headers['x-region'] == 'eu' && 'x-region' in headers && !('x-other' in headers)",
                "license.id == 'lic_1' && license.plan == 'pro@2' && license.status == 'trialing'",
                "'export.csv' in license.features && license.features.exists(f, f.endsWith('.daily'))",
                "license.external['crm'] == '42' && license.external.crm.matches('^[0-9]+$')",
                "plan.name == 'pro' && plan.version >= 2",
                "customer.id == 'acme'",
                "credential.kind == 'api-key' && 'read' in credential.scopes",
                "credential.kind != 'signature' && credential.kind in ['api-key', 'license-token'] && 'api-key' == credential.kind",
                "'analyst' in credential.roles && !('admin' in credential.roles)",
                "now == timestamp('2026-03-10T12:00:00Z') && now.getHours('Europe/Berlin') == 13",
                "now - duration('24h') < timestamp('2026-03-10T00:00:00Z')",
                "license.features.all(a, license.features.exists(b, a == b))"
            })
    void seesTheCall(String expression) {
        assertThat(condition(expression).holds(input())).isTrue();
        assertThat(condition("!(" + expression + ")").holds(input())).isFalse();
    }

    @Test
    void readsListedHeadersAlone() {
        sent = Map.of("x-region", List.of("eu", "us"), "x-secret", List.of("s3cret"));

        assertThat(condition("headers['x-region'] == 'eu, us'").holds(input())).isTrue();
        assertThat(condition("headers == {'x-region': 'eu, us'}").holds(input()))
                .isTrue();
        assertThat(read).containsOnly("x-region", "x-other");
        read.clear();
        assertThat(condition("plan.name == 'pro'").holds(input())).isTrue();
        assertThat(read).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "headers['x-other'] == 'eu' | attribute not found",
                "license.external['other'] == '1' | attribute not found",
                "1 / (plan.version - 2) == 1 | divide by zero",
                "9223372036854775807 + plan.version > 0 | numeric overflow",
                "timestamp(path.id) < now | bad format"
            })
    void failsWithTheKindOfErrorOnly(String expression, String kind) {
        Condition condition = condition(expression);
        assertThatThrownBy(() -> condition.holds(input()))
                .isInstanceOf(ConditionException.class)
                .hasMessage("the condition '" + expression + "' cannot be evaluated: " + kind);
    }

    @Test
    void failsWithoutPathSegment() {
        path = "/v1/cities";
        assertThatThrownBy(() -> condition("path.id == ''").holds(input())).isInstanceOf(ConditionException.class);
    }

    @Test
    void failsOnLongText() {
        sent = Map.of("x-region", List.of("e".repeat(ConditionBounds.TEXT + 1)));
        assertThatThrownBy(() -> condition("headers['x-region'] == 'eu'").holds(input()))
                .isInstanceOf(ConditionException.class)
                .hasMessageContaining("the header field 'x-region' is longer than 4096 characters");
    }

    @Test
    void boundsIterations() {
        features = IntStream.range(0, 40).mapToObj(i -> "f" + i).toList();
        Condition square = condition("license.features.all(a, license.features.all(b, a != b || a == b))");
        assertThatThrownBy(() -> square.holds(input()))
                .isInstanceOf(ConditionException.class)
                .hasMessageEndingWith("iteration budget exceeded");
    }

    @Test
    void evaluatesRegularExpressionsInLinearTime() {
        path = "/v1/cities/" + "a".repeat(4_000) + "b";
        assertThat(condition("path.id.matches('^(a+)+$')").holds(input())).isFalse();
        assertThat(condition("path.id.matches('^(a|aa)*c')").holds(input())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "request.method = 'GET' | token recognition error at: '= ' at '= 'GET'' (character 16)",
                "foo == 1 | undeclared reference to 'foo' at 'foo == 1' (character 1); the variables are credential.kind",
                "credential.kind == 'jwt' | there is no kind of credentials 'jwt', expected one of license-token, api-key, access-token, authenticated-token, signature, other at",
                "'api_key' != credential.kind | there is no kind of credentials 'api_key'",
                "credential.kind in ['api-key', 'key'] | there is no kind of credentials 'key'",
                "!(credential.kind in ['oauth']) | there is no kind of credentials 'oauth'",
                "credential.kind == 1 | found no matching overload for '_==_'",
                "path.name == 'x' | undeclared reference to 'path' at 'path.name == 'x'' (character 1)",
                "true && plan.version == 'x' | found no matching overload for '_==_'",
                "plan.version | expected type 'bool' but found 'int'",
                "dyn(plan.version) | the result is of type dyn, expected a condition of type bool",
                "headers['x-secret'] == 's' | the header field 'x-secret' is not listed in 'headers', expected one of x-region, x-other",
                "headers['X-Region'] == 's' | the header field 'X-Region' is not listed",
                "headers.cookie == 's' | the header field 'cookie' is not listed",
                "'cookie' in headers | the header field 'cookie' is not listed",
                "headers[path.id] == 's' | the name of a header field is computed, expected a constant text",
                "path.id.matches(headers['x-region']) | the regular expression of 'matches' is computed",
                "matches(path.id, '(') | the regular expression is wrong",
                "path.id.matches('((a{100}){100}){100}') | the regular expression",
                "license.features.exists(f, f.matches('a')) | 'matches' is in a macro, expected it outside",
                "[1].all(a, [1].all(b, [1].all(c, true))) | more than 2 macros are within each other"
            })
    void refusesWrongExpressions(String expression, String problem) {
        assertThatThrownBy(() -> condition(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void namesLineOfLongExpression() {
        assertThatThrownBy(() -> condition("true\n  && foo.bar == 1"))
                .hasMessageContaining("undeclared reference to 'foo' at 'foo.bar == 1' (character 6 of line 2)");
    }

    @Test
    void refusesHugeAndDeepExpressions() {
        String many = IntStream.range(0, 150).mapToObj(i -> i + "==" + i).collect(Collectors.joining("&&"));
        for (String expression : List.of(
                "'" + "x".repeat(2_000) + "' == ''",
                many,
                "(".repeat(40) + "true" + ")".repeat(40),
                "[".repeat(100) + "]".repeat(100) + " == []",
                "true ? ".repeat(60) + "true" + " : false".repeat(60),
                "license.external" + ".a".repeat(200) + " == ''")) {
            assertThatThrownBy(() -> condition(expression))
                    .as(expression.substring(0, 20))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void equalsByItsSource() {
        assertThat(condition("true"))
                .isEqualTo(condition("true"))
                .hasSameHashCodeAs(condition("true"))
                .hasToString("true")
                .isNotEqualTo(condition("!false"));
    }

    @Test
    void readsPathSegments() {
        assertThat(PathSegment.of("/a//b/", 0)).isEqualTo("a");
        assertThat(PathSegment.of("/a//b/", 1)).isEqualTo("b");
        assertThat(PathSegment.of("/a//b/", 2)).isNull();
        assertThat(PathSegment.of("", 0)).isNull();
    }

    private static Condition condition(String expression) {
        return ConditionCompiler.compile(
                new ConditionSource(expression, List.of("x-region", "x-other"), Map.of("id", 2)));
    }

    private ConditionInput input() {
        License license = new License(
                new LicenseId("https://vendor.example", "lic_1"),
                "acme",
                PlanId.parse("pro@2"),
                LicenseState.TRIALING,
                NOW,
                ZoneOffset.UTC,
                null);
        return new ConditionInput(
                new CalledEndpoint("GET", MatchedPath.of(path), Declaration.none(), name -> {
                    read.add(name);
                    return sent.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
                }),
                new ConditionInput.Caller(
                        license,
                        features,
                        Map.of("crm", "42"),
                        new ConditionInput.PresentedCredential(
                                CredentialKind.API_KEY, List.of("read"), List.of("analyst"))),
                NOW.toEpochMilli());
    }
}
