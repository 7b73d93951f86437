package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A part of a call in flight is counted by the limits on its meters alone. */
class PartOfCallTest {
    private static final String CATALOG = """
            catalog: models
            meters:
              tokens:  { unit: token }
              compute: { unit: ms, measure: wall-time }
            features:
              models.large: {}
            plans:
              free@1:
                limits:
                  monthly:  { kind: quota, meter: calls, amount: 1, per: P1M }
                  time:     { kind: quota, meter: compute, amount: 60000, per: P1M }
                  tokens:   { kind: quota, meter: tokens, amount: 1000, per: P1M }
                  parallel: { kind: concurrency, max: 1 }
              pro@1:
                extends: free@1
                features: [models.large]
            endpoints:
              - { match: "LLM /large", feature: models.large }
              - { match: "MCP /mcp/*", charge: { calls: 0 } }
            """;

    @TempDir
    Path dir;

    private EngineFixture engine() {
        return new EngineFixture(dir, CATALOG, new MovableClock("2026-03-10T12:00:00Z"), builder -> builder);
    }

    private static Decision part(EngineFixture engine, Identified caller, String model, long tokens) {
        Requirement reserving =
                new Requirement(List.of(), Set.of(), List.of(new Charge("tokens", 0, tokens, ChargeOn.ATTEMPT)));
        CalledEndpoint endpoint =
                new CalledEndpoint("LLM", new MatchedPath(model, model), new Declaration.Required(reserving));
        return engine.licensing.decide(caller, endpoint, Dispatch.PART);
    }

    private static long used(EngineFixture engine, Identified caller, String limit) {
        return engine.built.info().limits(caller).stream()
                .filter(status -> status.limit().name().equals(limit))
                .mapToLong(LimitStatus::used)
                .sum();
    }

    @Test
    void needsNeitherCallNorSlotOfItsOwn() {
        try (EngineFixture engine = engine()) {
            Identified caller = engine.identified(engine.token("free@1", "lic_1"));
            Granted call = (Granted)
                    engine.licensing.decide(caller, CalledEndpoint.requiring(Requirement.license()), Dispatch.REQUEST);

            Granted part = (Granted) part(engine, caller, "/small", 400);
            assertThat(part.limits())
                    .extracting(status -> status.limit().name())
                    .containsExactly("tokens");
            assertThat(used(engine, caller, "tokens")).isEqualTo(400);
            part.reservation().charge("tokens", 150);
            part.reservation().settle(new Outcome(200, 0));
            call.reservation().settle(new Outcome(200, 0));

            assertThat(used(engine, caller, "tokens")).isEqualTo(150);
            assertThat(used(engine, caller, "monthly")).isEqualTo(1);
            assertThat(used(engine, caller, "parallel")).isZero();
        }
    }

    @Test
    void isRefusedWhereItsMeterHasTooFewUnits() {
        try (EngineFixture engine = engine()) {
            Identified caller = engine.identified(engine.token("free@1", "lic_1"));
            assertThat(part(engine, caller, "/small", 1001))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.refusal().code()).isEqualTo(RefusalCode.QUOTA_EXHAUSTED));
            assertThat(used(engine, caller, "tokens")).isZero();
        }
    }

    @Test
    void followsRuleOfItsEndpoint() {
        try (EngineFixture engine = engine()) {
            assertThat(part(engine, engine.identified(engine.token("free@1", "lic_1")), "/large", 1))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused ->
                                    assertThat(refused.refusal().code()).isEqualTo(RefusalCode.FEATURE_NOT_LICENSED));
            assertThat(part(engine, engine.identified(engine.token("pro@1", "lic_2")), "/large", 1))
                    .isInstanceOf(Granted.class);
        }
    }

    @Test
    void readsRequirementWithRule() {
        try (EngineFixture engine = engine()) {
            CalledEndpoint tool = new CalledEndpoint("MCP", new MatchedPath("/mcp/a", "/mcp/a"), Declaration.none());
            Requirement requirement = engine.built.info().requirement(tool).orElseThrow();
            assertThat(requirement.endpoint()).isEqualTo("MCP /mcp/a");
            assertThat(requirement.charges()).extracting(Charge::units).containsExactly(0L);
        }
    }
}
