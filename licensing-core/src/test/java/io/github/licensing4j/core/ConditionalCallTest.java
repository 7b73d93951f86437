package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.CallHeaders;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.DispatchAllowed;
import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.admin.Catalogs;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conditions of endpoint rules and limits decide calls. */
class ConditionalCallTest {
    private static final String CATALOG = """
            catalog: weather-api
            features:
              forecast.daily: {}
            plans:
              free@1:
                features: [forecast.daily]
                limits:
                  eu: { kind: quota, meter: calls, amount: 3, per: P1M, headers: [x-region], when: "'x-region' in headers && headers['x-region'] == 'eu'" }
                  all: { kind: quota, meter: calls, amount: 10, per: P1M }
              pro@1:
                extends: free@1
                limits:
                  eu: { when: "plan.name == 'free'" }
                  all: { amount: 20 }
            endpoints:
              - match: "GET /v1/cities/{id}"
                headers: [x-region]
                when: path.id != 'atlantis'
              - match: "GET /v1/pro"
                when: plan.name == 'pro'
              - match: "GET /v1/broken"
                headers: [x-region]
                when: headers['x-region'] == 'eu'
            """;
    private static final Map<String, String> EU = Map.of("x-region", "eu");

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");

    private EngineFixture start(UnaryOperator<LicensingBuilder> settings) {
        return new EngineFixture(
                dir,
                CATALOG,
                clock,
                builder ->
                        settings.apply(builder.keys(KeyRing.open(dir.resolve("signing-keys.json"), clock.instant()))));
    }

    private static CalledEndpoint at(String path, Map<String, String> headers) {
        CallHeaders sent = name -> {
            String value = headers.get(name.toLowerCase(Locale.ROOT));
            return value == null ? List.of() : List.of(value);
        };
        return new CalledEndpoint("GET", MatchedPath.of(path), Declaration.none(), sent);
    }

    private static Decision decide(EngineFixture engine, String path, Map<String, String> headers, Dispatch dispatch) {
        return engine.licensing.decide(engine.identified(engine.token("free@1", "lic_1")), at(path, headers), dispatch);
    }

    private static Granted granted(EngineFixture engine, String path, Map<String, String> headers) {
        return (Granted) decide(engine, path, headers, Dispatch.REQUEST);
    }

    private static String call(EngineFixture engine, String path, Map<String, String> headers) {
        if (decide(engine, path, headers, Dispatch.REQUEST) instanceof Granted granted) {
            granted.reservation().settle(new Outcome(200, 0));
            return "granted";
        }
        return ((Refused) decide(engine, path, headers, Dispatch.REQUEST))
                .refusal()
                .code()
                .text();
    }

    private static Map<String, Long> used(EngineFixture engine) {
        List<LimitStatus> limits = engine.built.info().limits(engine.identified(engine.token("free@1", "lic_1")));
        return Map.of("eu", used(limits, "eu"), "all", used(limits, "all"));
    }

    private static long used(List<LimitStatus> limits, String name) {
        return limits.stream()
                .filter(status -> status.limit().name().equals(name))
                .findFirst()
                .orElseThrow()
                .used();
    }

    @Test
    @Tag("rule-3.1")
    void endpointConditionMustHold() {
        try (EngineFixture engine = start(builder -> builder)) {
            assertThat(call(engine, "/v1/cities/berlin", Map.of())).isEqualTo("granted");
            assertThat(call(engine, "/v1/cities/atlantis", Map.of())).isEqualTo("condition-not-met");
            assertThat(call(engine, "/v1/pro", Map.of())).isEqualTo("condition-not-met");
            assertThat(used(engine)).isEqualTo(Map.of("eu", 0L, "all", 1L));
        }
    }

    @Test
    void failedConditionRefuses() {
        try (EngineFixture engine = start(builder -> builder)) {
            assertThat(call(engine, "/v1/broken", EU)).isEqualTo("granted");
            Refused refused = (Refused) decide(engine, "/v1/broken", Map.of(), Dispatch.REQUEST);
            assertThat(refused.refusal().code()).isEqualTo(RefusalCode.CONDITION_NOT_MET);
            assertThat(refused.refusal().detail())
                    .isEqualTo("A condition of the license could not be evaluated for this call.");
        }
    }

    @Test
    void failedConditionOfLimitRefuses() {
        try (EngineFixture engine = start(builder -> builder)) {
            Map<String, String> huge = Map.of("x-region", "x".repeat(5_000));
            assertThat(call(engine, "/v1/other", huge)).isEqualTo("condition-not-met");
            assertThat(used(engine)).isEqualTo(Map.of("eu", 0L, "all", 0L));
        }
    }

    @Test
    void checksForwards() {
        try (EngineFixture engine = start(builder -> builder)) {
            assertThat(decide(engine, "/v1/cities/berlin", EU, Dispatch.INTERNAL))
                    .isInstanceOf(DispatchAllowed.class);
            assertThat(decide(engine, "/v1/cities/atlantis", EU, Dispatch.INTERNAL))
                    .isInstanceOf(Refused.class);
            assertThat(used(engine)).isEqualTo(Map.of("eu", 0L, "all", 0L));
        }
    }

    @Test
    void limitCountsCallsForWhichItsConditionHolds() {
        try (EngineFixture engine = start(builder -> builder)) {
            for (int i = 0; i < 3; i++) {
                assertThat(call(engine, "/v1/other", EU)).isEqualTo("granted");
            }
            assertThat(call(engine, "/v1/other", EU)).isEqualTo("quota-exhausted");
            for (int i = 0; i < 7; i++) {
                assertThat(call(engine, "/v1/other", Map.of())).isEqualTo("granted");
            }
            assertThat(call(engine, "/v1/other", Map.of())).isEqualTo("quota-exhausted");
            assertThat(used(engine)).isEqualTo(Map.of("eu", 3L, "all", 10L));
        }
    }

    @Test
    void showsLimitsThatCountTheCall() {
        try (EngineFixture engine = start(builder -> builder)) {
            assertThat(granted(engine, "/v1/other", EU).limits())
                    .extracting(status -> status.limit().name())
                    .containsExactly("eu", "all");
            assertThat(granted(engine, "/v1/other", Map.of()).limits())
                    .extracting(status -> status.limit().name())
                    .containsExactly("all");
        }
    }

    @Test
    void refusalOffersPlansUnderTheirOwnConditions() {
        try (EngineFixture engine = start(builder -> builder)) {
            for (int i = 0; i < 3; i++) {
                call(engine, "/v1/other", EU);
            }
            Refused refused = (Refused) decide(engine, "/v1/other", EU, Dispatch.REQUEST);
            assertThat(Objects.requireNonNull(refused.refusal().upgrade()).plans())
                    .containsExactly(PlanId.parse("pro@1"));
        }
    }

    @Test
    void observeModeReports() {
        try (EngineFixture engine = start(builder -> builder.mode(EnforcementMode.OBSERVE))) {
            Granted passed = granted(engine, "/v1/cities/atlantis", EU);
            assertThat(passed.notices()).containsExactly("would-refuse:condition-not-met");
            passed.reservation().settle(new Outcome(200, 0));
            assertThat(used(engine)).isEqualTo(Map.of("eu", 0L, "all", 0L));
        }
    }

    @Test
    @Tag("rule-3.13")
    void editAppliesToLaterCallsAlone() {
        try (EngineFixture engine = start(builder -> builder)) {
            Granted european = granted(engine, "/v1/other", EU);
            Granted other = granted(engine, "/v1/other", Map.of());
            edit(
                    engine,
                    CATALOG.replace("headers['x-region'] == 'eu'\" }", "headers['x-region'] == 'us'\" }")
                            .replace("'atlantis'", "'berlin'"));
            assertThat(call(engine, "/v1/cities/berlin", EU)).isEqualTo("condition-not-met");
            assertThat(call(engine, "/v1/cities/atlantis", Map.of("x-region", "us")))
                    .isEqualTo("granted");
            european.reservation().settle(new Outcome(200, 0));
            other.reservation().settle(new Outcome(200, 0));
            assertThat(used(engine)).isEqualTo(Map.of("eu", 2L, "all", 3L));
        }
    }

    @Test
    void decidesWithCallerOfEarlierCatalog() {
        try (EngineFixture engine = start(builder -> builder)) {
            edit(
                    engine,
                    CATALOG.substring(0, CATALOG.indexOf("endpoints:"))
                            .replaceAll(", headers: \\[x-region], when: [^}]*}", " }")
                            .replace("eu: { when: \"plan.name == 'free'\" }", "eu: { amount: 5 }"));
            Identified earlier = engine.identified(engine.token("free@1", "lic_1"));
            edit(engine, CATALOG);
            assertThat(engine.licensing.decide(earlier, at("/v1/cities/atlantis", EU), Dispatch.REQUEST))
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void badEditIsRefused() {
        try (EngineFixture engine = start(builder -> builder)) {
            String bad = CATALOG.replace("path.id != 'atlantis'", "path.id != 7");
            assertThatThrownBy(() -> edit(engine, bad)).hasMessageContaining("found no matching overload for '_!=_'");
            assertThat(call(engine, "/v1/cities/atlantis", EU)).isEqualTo("condition-not-met");
        }
    }

    private static void edit(EngineFixture engine, String catalog) {
        Catalogs catalogs = engine.built.management().admin().orElseThrow().catalogs();
        catalogs.replace(catalog, catalogs.current().hash(), BY);
    }
}
