package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.Licenses;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.tck.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A quota that the licenses of a customer share counts by the calendar, wherever their own periods begin. */
class SharedQuotaTest {
    private static final String CATALOG = """
            catalog: weather-api
            features:
              forecast.daily: {}
            plans:
              small@1:
                features: [forecast.daily]
                limits:
                  shared: { kind: quota, meter: calls, amount: 310, per: P1M, of: customer }
              large@1:
                features: [forecast.daily]
                limits:
                  shared: { kind: quota, meter: calls, amount: 620, per: P1M, of: customer }
            """;
    private static final PlanId SMALL = PlanId.parse("small@1");
    private static final PlanId LARGE = PlanId.parse("large@1");

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-01-15T00:00:00Z");

    private EngineFixture start() {
        return new EngineFixture(
                dir,
                CATALOG,
                clock,
                builder -> builder.keys(KeyRing.open(dir.resolve("signing-keys.json"), clock.instant())));
    }

    @Test
    @Tag("rule-3.7")
    void proratesByCalendarMonthDespiteAnchor() {
        try (EngineFixture engine = start()) {
            Licenses licenses = engine.built.management().admin().orElseThrow().licenses();
            String id = licenses.create(NewLicense.of("acme", SMALL), BY).id();
            clock.set("2026-03-10T00:00:00Z");
            licenses.changePlan(id, new PlanChangeRequest(LARGE, When.NOW, UsageTreatment.PRORATE), BY);
            // 9 of 31 days of 310 and 22 of 31 days of 620.
            assertThat(amount(licenses, id)).isEqualTo(90 + 440);
            for (String day : new String[] {"2026-03-15T00:00:00Z", "2026-03-31T23:59:59.999Z"}) {
                clock.set(day);
                assertThat(amount(licenses, id)).isEqualTo(90 + 440);
            }
            clock.advance(Duration.ofMillis(1));
            assertThat(amount(licenses, id)).isEqualTo(620);
            clock.set("2026-04-11T00:00:00Z");
            licenses.changePlan(id, new PlanChangeRequest(SMALL, When.NOW, UsageTreatment.PRORATE), BY);
            // 10 of 30 days of 620, rounded down, and 20 of 30 days of 310, rounded down.
            assertThat(amount(licenses, id)).isEqualTo(206 + 206);
        }
    }

    @Test
    @Tag("4.1.8")
    void everyChangeDividesCustomerQuota() {
        try (EngineFixture engine = start()) {
            Licenses licenses = engine.built.management().admin().orElseThrow().licenses();
            String id = licenses.create(NewLicense.of("acme", SMALL), BY).id();
            clock.set("2026-03-11T00:00:00Z");
            licenses.changePlan(id, new PlanChangeRequest(LARGE, When.NOW, UsageTreatment.PRORATE), BY);
            clock.set("2026-03-21T00:00:00Z");
            // The customer's month goes on through a fresh start: 10 days of 310, 10 of 620, 11 of 310.
            licenses.changePlan(id, new PlanChangeRequest(SMALL, When.NOW, UsageTreatment.FRESH), BY);
            assertThat(amount(licenses, id)).isEqualTo(100 + 200 + 110);
            clock.set("2026-03-31T00:00:00Z");
            licenses.changePlan(id, new PlanChangeRequest(LARGE, When.NOW, UsageTreatment.PRORATE), BY);
            assertThat(amount(licenses, id)).isEqualTo(100 + 200 + 100 + 20);
            clock.set("2026-04-01T00:00:00Z");
            assertThat(amount(licenses, id)).isEqualTo(620);
        }
    }

    private static long amount(Licenses licenses, String id) {
        var status = licenses.limits(id).get(0);
        return status.used() + status.remaining();
    }
}
