package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.tck.MovableClock;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A correction of the period before is counted once, even if the first call of that period runs while it is stored. */
class CorrectionRaceTest {
    private static final String CATALOG = """
            catalog: weather-api
            plans:
              pro@1: { limits: { monthly: { kind: quota, meter: calls, amount: 10, per: P1M, rollover: { max: 10 } } } }
            """;

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-01-01T00:00:00Z");
    private final InMemoryStore kept = new InMemoryStore();
    private Runnable onceStored = () -> {};

    /** Lets something happen between the commit of a change and whatever is done once it is stored. */
    private final Store store = (Store) Proxy.newProxyInstance(
            CorrectionRaceTest.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                Object answer = method.invoke(kept, arguments);
                if (method.getName().equals("write")) {
                    Runnable now = onceStored;
                    onceStored = () -> {};
                    now.run();
                }
                return answer;
            });

    private EngineFixture open() {
        return new EngineFixture(
                dir,
                CATALOG,
                clock,
                builder -> builder.keys(KeyRing.open(dir.resolve("signing-keys.json"), clock.instant()))
                        .stored(StoreOptions.in(store)
                                .feedInterval(Duration.ofDays(1))
                                .maxStaleness(Duration.ofDays(3650))
                                .auditKey(AuditKey.at(dir.resolve("audit.key")))));
    }

    @Test
    @Tag("rule-3.8")
    void countsCorrectionOnceBetweenCommitAndCounters() {
        String id;
        String key;
        try (EngineFixture engine = open()) {
            LicenseAdmin admin = engine.built.management().admin().orElseThrow();
            id = admin.licenses()
                    .create(NewLicense.of("acme", PlanId.parse("pro@1")).bought(), BY)
                    .id();
            key = admin.keys().create(id, KeyRequest.plain(), BY).key();
            clock.set("2026-02-10T00:00:00Z");
            for (int i = 0; i < 4; i++) {
                call(engine, key);
            }
        }
        clock.set("2026-03-10T00:00:00Z");
        try (EngineFixture engine = open()) {
            LicenseAdmin admin = engine.built.management().admin().orElseThrow();
            onceStored = () -> call(engine, key);
            Instant february = Instant.parse("2026-02-20T00:00:00Z");
            admin.usage().correct(id, new CorrectionRequest("calls", BigDecimal.valueOf(3), february), BY);
            // 10 of March and the 3 of February that 4 calls and 3 corrected ones have left, less 1 call.
            assertThat(admin.licenses().limits(id).get(0).remaining()).isEqualTo(10 + 3 - 1);
        }
    }

    private static void call(EngineFixture engine, String key) {
        var who = engine.licensing.identify(EngineFixture.call(new Credential(Source.BEARER, key)));
        var decision = EngineFixture.decide(engine.licensing, who, Requirement.license());
        ((Granted) decision).reservation().settle(new Outcome(200, 0));
    }
}
