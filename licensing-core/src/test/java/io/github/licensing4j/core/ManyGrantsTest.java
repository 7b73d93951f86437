package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.admin.UsageAdmin.GrantRequest;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.CreditGrant.Times;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.tck.MovableClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A license that is topped up for years: consumable grants are found among many expired ones. */
class ManyGrantsTest {
    private static final String CATALOG = """
            catalog: weather-api
            meters:
              tokens: { unit: token }
              points: { unit: point }
            features:
              forecast.daily: {}
            plans:
              basic@1:
                features: [forecast.daily]
                limits:
                  prepaid: { kind: credits, meter: tokens, initial: 5, expires: P1D }
                  bonus:   { kind: credits, meter: points, initial: 1, expires: P1D }
              better@1:
                extends: basic@1
            """;
    private static final Requirement TOKEN =
            new Requirement(List.of(), Set.of(), List.of(new Charge("tokens", 1, 0, ChargeOn.NOT_5XX)));

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-01-10T12:00:00Z");
    private EngineFixture engine;
    private LicenseAdmin admin;
    private LicenseId license;

    @BeforeEach
    void open() {
        engine = new EngineFixture(
                dir,
                CATALOG,
                clock,
                builder -> builder.keys(KeyRing.open(dir.resolve("signing-keys.json"), clock.instant())));
        admin = engine.built.management().admin().orElseThrow();
        license = admin.licenses()
                .create(NewLicense.of("acme", PlanId.parse("basic@1")), BY)
                .license()
                .id();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void findsOldGrantAmongManyShortOnes() {
        String january =
                admin.usage().grant(license.value(), request(10, null), BY).id();
        lapse(3_000);
        String key =
                admin.keys().create(license.value(), KeyRequest.plain(), BY).key();
        var who = (Identified) engine.licensing.identify(EngineFixture.call(new Credential(Source.BEARER, key)));
        assertThat(EngineFixture.decide(engine.licensing, who, TOKEN))
                .isInstanceOfSatisfying(
                        Granted.class, granted -> granted.reservation().settle(new Outcome(200, 0)));
        assertThat(admin.usage().credits(license.value()))
                .filteredOn(view -> view.id().equals(january))
                .extracting(grant -> grant.consumed().amount().intValueExact())
                .containsExactly(1);
        assertThat(admin.usage().invoice(license.value(), null).lines())
                .extracting(line -> line.description())
                .contains("prepaid, grant " + january);
    }

    @Test
    void grantsInitialCreditsOnlyOnce() {
        lapse(3_000);
        admin.licenses()
                .changePlan(
                        license.value(),
                        new PlanChangeRequest(PlanId.parse("better@1"), When.NOW, UsageTreatment.CARRY),
                        BY);
        assertThat(admin.usage().credits(license.value()))
                .isNotEmpty()
                .noneMatch(view -> view.times().expiresAt() == null
                        || view.times().expiresAt().isAfter(clock.instant()));
    }

    @Test
    void limitsConsumableGrantsToThousand() {
        lapse(1_500);
        var change = StoreChange.builder();
        for (int i = 0; i < 999; i++) {
            // Some are valid now, some later, some for ever.
            Instant from = clock.instant().plus(Duration.ofDays(i % 3));
            Instant until = i % 2 == 0 ? null : from.plus(Duration.ofDays(10));
            change.grant(grant("crd_held" + i, "prepaid", new Times(clock.instant(), from, until, null)));
        }
        engine.store.commit(change.build());
        String last = admin.usage().grant(license.value(), request(1, null), BY).id();
        assertThatThrownBy(() -> admin.usage().grant(license.value(), request(1, null), BY))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("1000 grants that have not lapsed");
        admin.usage().voidGrant(last, BY);
        String next = admin.usage().grant(license.value(), request(1, null), BY).id();
        assertThat(admin.usage().credits(license.value()))
                .filteredOn(view -> view.times().voidedAt() == null
                        && (view.times().expiresAt() == null
                                || view.times().expiresAt().isAfter(clock.instant())))
                .hasSize(1_000)
                .anyMatch(view -> view.id().equals(next));
    }

    /** Adds grants that expire one after another, each after an hour; then moves the clock beyond all of them. */
    private void lapse(int many) {
        var change = StoreChange.builder();
        for (int i = 0; i < many; i++) {
            Instant from = clock.instant().plus(Duration.ofHours(i));
            change.grant(grant("crd_short" + i, "bonus", new Times(from, from, from.plus(Duration.ofHours(1)), null)));
        }
        engine.store.commit(change.build());
        clock.advance(Duration.ofHours(many + 48));
    }

    private CreditGrant grant(String id, String limit, Times times) {
        return new CreditGrant(id, license, 1, limit, 7, 0, times, null);
    }

    private static GrantRequest request(int amount, @Nullable Instant until) {
        return new GrantRequest("prepaid", BigDecimal.valueOf(amount), 0, null, until);
    }
}
