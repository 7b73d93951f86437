package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Granted;
import io.github.licensing4j.Health;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.credential.KeyServer;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens with invented licenses of one trusted issuer take no capacity from others. */
@Tag("4.2.6")
class StarvedPlacesTest {
    private static final int PLACES = 10;
    private static final String CATALOG = """
            catalog: weather-api
            plans:
              free@1:
                limits:
                  monthly: { kind: quota, meter: calls, amount: 5, per: P1M }
              slow@1:
                limits:
                  daily: { kind: rate, permits: 1, per: P1D, burst: 5 }
            """;

    private final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    private final KeyFile others = KeyFile.ephemeral();
    private final LicenseTokenIssuer other =
            new LicenseTokenIssuer("https://partner.example", EngineFixture.AUDIENCE, others, clock);

    @TempDir
    Path dir;

    private KeyServer keys;
    private EngineFixture engine;

    @BeforeEach
    void open() throws IOException {
        keys = KeyServer.publishing(others.jwks());
        engine = new EngineFixture(
                dir,
                CATALOG,
                clock,
                builder -> builder.maxActiveLicenses(PLACES)
                        .trust(new TrustedIssuer("https://partner.example", keys.uri(), null))
                        .keys(KeyRing.open(dir.resolve("signing-keys.json"), clock.instant()))
                        .stored(StoreOptions.in(JdbcStore.embedded(dir.resolve("store")))
                                .allowVolatileUsage()
                                .auditKey(AuditKey.at(dir.resolve("audit.key")))));
    }

    @AfterEach
    void close() {
        engine.close();
        keys.close();
    }

    @Test
    void storedLicenseFindsPlaceBesideInventedOnes() {
        String stored = storedToken();
        for (int i = 0; i < 3 * PLACES; i++) {
            engine.decide(invented("slow@1", "inv_" + i), Requirement.license());
        }
        assertThat(engine.refused(invented("slow@1", "inv_more"), Requirement.license())
                        .code())
                .isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE);
        assertThat(limitsHealth().status()).isEqualTo(Health.Status.DEGRADED);

        assertThat(used(call(stored))).isEqualTo(1);
        // So does a license of the host's own issuer that is not stored.
        assertThat(used(call(engine.token("free@1", "lic_own")))).isEqualTo(1);
    }

    @Test
    void evictedLicensesReturnWithTheirCounts() {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 4 * PLACES; i++) {
            tokens.add(invented("free@1", "inv_" + i));
        }
        for (int round = 1; round <= 5; round++) {
            for (String token : tokens) {
                assertThat(used(call(token))).isEqualTo(round);
            }
        }
        for (String token : tokens) {
            assertThat(engine.refused(token, Requirement.license()).code()).isEqualTo(RefusalCode.QUOTA_EXHAUSTED);
        }
        assertThat(limitsHealth().status()).isEqualTo(Health.Status.UP);
        assertThat(limitsHealth().detail()).startsWith(PLACES + " of at most " + PLACES);
        assertThat(engine.built
                        .management()
                        .admin()
                        .orElseThrow()
                        .usage()
                        .reconcile()
                        .differences())
                .isEmpty();
    }

    private String storedToken() {
        var admin = engine.built.management().admin().orElseThrow();
        String license = admin.licenses()
                .create(NewLicense.of("acme", PlanId.parse("free@1")), AdminFixture.BY)
                .id();
        return admin.keys().create(license, KeyRequest.plain(), AdminFixture.BY).key();
    }

    private String invented(String plan, String license) {
        return other.issue(LicenseTokenRequest.of("globex", license, PlanId.parse(plan), Duration.ofDays(20)));
    }

    private Granted call(String token) {
        Granted granted = engine.granted(token, Requirement.license());
        granted.reservation().settle(new Outcome(200, 0));
        return granted;
    }

    private static long used(Granted granted) {
        return granted.limits().get(0).used();
    }

    private Health.Component limitsHealth() {
        return engine.built.info().health().components().stream()
                .filter(component -> component.name().equals("limits"))
                .findFirst()
                .orElseThrow();
    }
}
