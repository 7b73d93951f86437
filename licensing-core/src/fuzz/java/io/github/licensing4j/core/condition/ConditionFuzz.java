package io.github.licensing4j.core.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.Mutations;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** No expression makes the compiler throw something else; a condition that it accepts is decided, or fails as one that cannot be. */
final class ConditionFuzz {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final ConditionInput INPUT = input();
    private static final String[] GENUINE = {
        "request.method == 'GET' && request.path.startsWith('/v1/') || path.id.contains(\"x\")",
        "headers['x-region'] == 'eu' && 'x-other' in headers && has(license.external.crm)",
        "license.features.exists(f, f.endsWith('.daily')) && license.external.crm.matches('^[0-9]+$')",
        "plan.version * 2 - 1 >= 3u || size(credential.scopes) > 1.5e0 ? true : now < timestamp('2026-03-10T12:00:00Z')",
        "[1, 2].map(x, {x: [x]})[0][1] == [1] && duration('24h') > now - now && type(1) == int && b'\\x00' != b\"\"",
    };

    @FuzzTest(maxDuration = "25s")
    void decidesOrFails(FuzzedDataProvider data) {
        String expression = Mutations.of(data, GENUINE);
        Condition condition;
        try {
            condition = ConditionCompiler.compile(
                    new ConditionSource(expression, List.of("x-region", "x-other"), Map.of("id", 2)));
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        boolean first;
        try {
            first = condition.holds(INPUT);
        } catch (ConditionException failed) {
            assertThat(failed.getMessage()).isNotBlank();
            return;
        }
        assertThat(condition.holds(INPUT)).isEqualTo(first);
    }

    private static ConditionInput input() {
        License license = new License(
                new LicenseId("https://vendor.example", "lic_1"),
                "acme",
                PlanId.parse("pro@2"),
                LicenseState.TRIALING,
                NOW,
                ZoneOffset.UTC,
                null);
        return new ConditionInput(
                new CalledEndpoint(
                        "GET",
                        MatchedPath.of("/v1/cities/berlin"),
                        Declaration.none(),
                        name -> name.equals("x-region") ? List.of("eu") : List.of()),
                new ConditionInput.Caller(
                        license,
                        List.of("export.csv", "forecast.daily"),
                        Map.of("crm", "42"),
                        new ConditionInput.PresentedCredential(
                                CredentialKind.API_KEY, List.of("read"), List.of("analyst"))),
                NOW.toEpochMilli());
    }
}
