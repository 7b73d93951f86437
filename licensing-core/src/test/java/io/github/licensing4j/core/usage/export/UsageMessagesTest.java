package io.github.licensing4j.core.usage.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests notifications of reached levels and ended periods, and that each is sent once. */
class UsageMessagesTest extends UsageMessagesFixture {
    @Test
    void announcesExactlyReachedLevels() {
        assertThat(levels(monthly(0, 499))).isEmpty();
        assertThat(levels(monthly(499, 500))).containsExactly(50);
        assertThat(levels(monthly(500, 799))).isEmpty();
        assertThat(levels(monthly(499, 1_000))).containsExactly(50, 80, 100);
        assertThat(levels(monthly(1_000, 2_000))).isEmpty();
        assertThat(levels(monthly(900, 700))).as("a correction").isEmpty();
        CounterId none = new CounterId("none", "calls", Limit.Kind.QUOTA, "P1D");
        assertThat(levels(new CounterChange(counter(none, MARCH, 1), 0, 1))).containsExactly(100);
    }

    @Test
    void rendersThresholdForEachSubscribedEndpoint() {
        StoredMessage message = messages.apply(List.of(monthly(0, 812))).get(1);
        assertThat(message.topic()).isEqualTo("usage.threshold");
        assertThat(message.id()).matches("msg_[0-9a-f]{40}\\.one");
        assertThat(message.at()).isEqualTo(clock.instant());
        assertThat(message.body())
                .isEqualTo("{\"type\":\"usage.threshold\",\"timestamp\":\"2026-03-20T12:00:00Z\",\"data\":{"
                        + "\"license\":\"lic_1\",\"customer\":\"acme\",\"plan\":\"basic@1\",\"limit\":\"monthly\","
                        + "\"meter\":\"calls\",\"period\":{\"start\":\"2026-03-01T00:00:00Z\",\"end\":\"2026-04-01T00:00:00Z\"},"
                        + "\"level\":80,\"used\":812,\"amount\":1000}}");
    }

    @Test
    void idsIdentifyLevelAndPeriod() {
        List<String> first = ids(monthly(0, 1_000));
        assertThat(first).hasSize(3).doesNotHaveDuplicates();
        clock.advance(Duration.ofHours(1));
        assertThat(ids(monthly(400, 1_200))).isEqualTo(first);
        CounterId month = new CounterId("month", "calls", Limit.Kind.QUOTA, "P1M");
        QuotaWindow april = new QuotaWindow(MARCH.endMillis(), MARCH.endMillis() + 1);
        assertThat(ids(new CounterChange(counter(month, april, 1_000), 0, 1_000)))
                .doesNotContainAnyElementsOf(first);
        CounterId ofKey = new CounterId("each", "calls", Limit.Kind.QUOTA, "P1M", Scope.KEY, "key_1");
        List<StoredMessage> ofOneKey = messages.apply(List.of(new CounterChange(counter(ofKey, MARCH, 500), 0, 500)));
        assertThat(ofOneKey).singleElement().satisfies(message -> {
            assertThat(first).doesNotContain(message.id());
            assertThat(message.body()).contains("\"scope\":\"key\",\"subject\":\"key_1\"");
        });
    }

    @Test
    @Tag("4.1.9")
    void announcesLevelsAgainForNewAmount() {
        assertThat(levels(monthly(0, 850))).containsExactly(50, 80);
        List<String> first = ids(monthly(0, 850));
        plan(PRO);
        assertThat(levels(monthly(850, 1_900))).as("below half of 4,000").isEmpty();
        assertThat(ids(monthly(1_900, 2_000))).hasSize(1).doesNotContainAnyElementsOf(first);
        plan(BASIC);
        assertThat(levels(monthly(2_000, 2_001))).as("those reached before").containsExactly(50, 80, 100);
        assertThat(levels(monthly(2_001, 2_002))).isEmpty();
        assertThat(ids(monthly(0, 850))).isEqualTo(first);
    }

    @Test
    @Tag("4.1.9")
    void announcesAgainUntilStored() {
        plan(PRO);
        assertThat(levels(monthly(0, 1_900))).isEmpty();
        plan(BASIC);
        assertThat(levels(monthly(1_900, 1_901))).containsExactly(50, 80, 100);
        // The transaction was rolled back, so the next change starts at the same value.
        assertThat(levels(monthly(1_900, 1_902))).containsExactly(50, 80, 100);
        assertThat(levels(monthly(1_902, 1_890))).isEmpty();
        assertThat(levels(monthly(1_890, 1_891))).isEmpty();
    }

    @Test
    void usesProratedAmountOfDividedPeriod() {
        Instant change = Instant.parse("2026-03-11T00:00:00Z");
        license = license.edit(change)
                .plan(PRO)
                .change(new PlanChange(BASIC, PRO, change, UsageTreatment.PRORATE))
                .done();
        // floor(1000 × 10 ÷ 31) + floor(4000 × 21 ÷ 31) = 3031, of which half is 1515.5.
        assertThat(levels(monthly(0, 1_515))).isEmpty();
        assertThat(levels(monthly(1_515, 1_516))).containsExactly(50);
    }

    @Test
    void ignoresOtherLimitsAndUnwantedTopics() {
        CounterId shared = new CounterId("month", "calls", Limit.Kind.QUOTA, "P1M", Scope.CUSTOMER, "acme");
        CounterId beforeItWasOfAKey = new CounterId("each", "calls", Limit.Kind.QUOTA, "P1M");
        CounterId ofStranger = new CounterId("pot", "calls", Limit.Kind.QUOTA, "P1M", Scope.CUSTOMER, "stranger");
        CounterId credits = new CounterId("month", "calls", Limit.Kind.CREDITS, "crd_1");
        CounterId gone = new CounterId("gone", "calls", Limit.Kind.QUOTA, "P1M");
        ofAcme = List.of(ofAcme("lic_1", PRO));
        for (CounterId id : List.of(shared, beforeItWasOfAKey, ofStranger, credits, gone)) {
            assertThat(messages.apply(List.of(new CounterChange(counter(id, MARCH, 5_000), 0, 5_000))))
                    .isEmpty();
        }
        CounterIncrement stranger = CounterIncrement.of(
                new LicenseId("https://other.example", "lic_1"),
                new CounterId("month", "calls", Limit.Kind.QUOTA, "P1M"),
                MARCH,
                5_000);
        assertThat(messages.apply(List.of(new CounterChange(stranger, 0, 5_000))))
                .isEmpty();
        assertThat(messages("one", "usage.period-closed").apply(List.of(monthly(0, 5_000))))
                .isEmpty();
    }
}
