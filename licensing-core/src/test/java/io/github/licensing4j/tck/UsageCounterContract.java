package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleRecords.license;
import static io.github.licensing4j.tck.SampleUsage.HOUR;
import static io.github.licensing4j.tck.SampleUsage.LATER;
import static io.github.licensing4j.tck.SampleUsage.LICENSE;
import static io.github.licensing4j.tck.SampleUsage.MARCH;
import static io.github.licensing4j.tck.SampleUsage.MONTHLY;
import static io.github.licensing4j.tck.SampleUsage.NODE;
import static io.github.licensing4j.tck.SampleUsage.OTHER;
import static io.github.licensing4j.tck.SampleUsage.all;
import static io.github.licensing4j.tck.SampleUsage.correction;
import static io.github.licensing4j.tck.SampleUsage.counting;
import static io.github.licensing4j.tck.SampleUsage.monthly;
import static io.github.licensing4j.tck.SampleUsage.page;
import static io.github.licensing4j.tck.SampleUsage.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Page;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.EndedCountersQuery;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UseAtStart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of the counters of a usage ledger. */
public interface UsageCounterContract extends LedgerUnderTest {
    @Test
    @Tag("4.1.7")
    default void unusedCounterStartsAtZero() {
        CounterStart start = new CounterStart(LATER.toEpochMilli(), true, Long.MIN_VALUE);
        assertThat(ledger().counted(LICENSE, MONTHLY, MARCH, start)).isZero();
        assertThat(ledger().counted(OTHER, MONTHLY, MARCH, start)).isZero();
        ledger().commit(new UsageBatch(NODE, 0, 5, List.of(row(HOUR, 7)), List.of(monthly(7))));
        assertThat(ledger().counted(LICENSE, MONTHLY, MARCH, start)).isEqualTo(7);
        assertThat(ledger().counted(OTHER, MONTHLY, MARCH, start)).isZero();
    }

    @Test
    @Tag("4.1.7")
    default void eachStartKeepsOwnUnits() {
        long first = LATER.toEpochMilli();
        CounterStart again = new CounterStart(first + 5, true, Long.MIN_VALUE);
        CounterId daily = new CounterId(
                MONTHLY.limit(), MONTHLY.meter(), MONTHLY.kind(), "P1D", MONTHLY.scope(), MONTHLY.subject());
        CounterIncrement day = CounterIncrement.of(LICENSE, daily, MARCH, 4);
        assertThat(ledger().counted(LICENSE, MONTHLY, MARCH, new CounterStart(first, true, Long.MIN_VALUE)))
                .isZero();
        ledger().commit(new UsageBatch(NODE, 0, 5, List.of(row(HOUR, 11)), List.of(monthly(7), day)));
        assertThat(ledger().counted(LICENSE, MONTHLY, MARCH, again)).isEqualTo(11);
        ledger().commit(new UsageBatch(NODE, 5, 6, List.of(row(HOUR, 2)), List.of(monthly(2))));
        assertThat(ledger().counted(LICENSE, MONTHLY, MARCH, again)).isEqualTo(13);
        CounterIncrement stored = new CounterIncrement(
                LICENSE.issuer(),
                LICENSE.value(),
                MONTHLY,
                MARCH,
                13,
                List.of(new UseAtStart(first, 0, 0), new UseAtStart(first + 5, 7, 4)));
        assertThat(ledger().counters(LICENSE, Instant.EPOCH)).contains(stored);
        assertThat(ledger().ended(new EndedCountersQuery(
                                LICENSE.issuer(), Instant.EPOCH, LATER.plus(Duration.ofDays(400)), null, 10))
                        .items())
                .contains(stored);
    }

    @Test
    default void reportsChangesOfCounters() {
        List<CounterChange> seen = new ArrayList<>();
        Function<List<CounterChange>, List<StoredMessage>> watch = moves -> {
            seen.clear();
            seen.addAll(moves);
            return List.of();
        };
        QuotaWindow april = new QuotaWindow(MARCH.endMillis(), MARCH.endMillis() + 1);
        SampleUsage.commit(ledger(), counting(NODE, 0, 1, monthly(5)), watch);
        assertThat(seen).containsExactly(new CounterChange(monthly(5), 0, 5));
        CounterIncrement next = CounterIncrement.of(LICENSE, MONTHLY, april, 2);
        SampleUsage.commit(ledger(), counting(NODE, 1, 2, monthly(4), next, monthly(2)), watch);
        assertThat(seen).containsExactlyInAnyOrder(new CounterChange(monthly(6), 5, 11), new CounterChange(next, 0, 2));
        store().commit(StoreChange.builder()
                .correction(correction("cor_1", HOUR, -3, monthly(-3)))
                .build());
        SampleUsage.commit(ledger(), counting(NODE, 2, 3, monthly(1)), watch);
        assertThat(seen).containsExactly(new CounterChange(monthly(1), 8, 9));
        seen.clear();
        SampleUsage.commit(ledger(), counting(NODE, 2, 3, monthly(1)), watch);
        assertThat(seen).isEmpty();
    }

    @Test
    default void everyPartOfCounterIdentifiesIt() {
        QuotaWindow other = new QuotaWindow(MARCH.startMillis(), MARCH.endMillis() + 1);
        List<CounterIncrement> counters = new ArrayList<>(List.of(
                CounterIncrement.of(LICENSE, MONTHLY, MARCH, 1),
                CounterIncrement.of(OTHER, MONTHLY, MARCH, 2),
                CounterIncrement.of(new LicenseId("https://other", "lic_1"), MONTHLY, MARCH, 3),
                CounterIncrement.of(LICENSE, MONTHLY, other, 4)));
        likeMonthly().forEach(id -> counters.add(CounterIncrement.of(LICENSE, id, MARCH, 10)));
        ledger().commit(counting(NODE, 0, 1, counters.toArray(CounterIncrement[]::new)));
        for (CounterIncrement one : counters) {
            LicenseId license = new LicenseId(one.issuer(), one.license() == null ? "any" : one.license());
            assertThat(ledger().counted(license, one.counter(), one.window()))
                    .as("%s", one)
                    .isEqualTo(one.units());
        }
        List<CounterIncrement> ofLicense = counters.stream()
                .filter(one -> one.issuer().equals(ISSUER) && "lic_1".equals(one.license()))
                .toList();
        assertThat(ledger().counters(LICENSE, Instant.ofEpochMilli(MARCH.endMillis() - 1)))
                .containsExactlyInAnyOrderElementsOf(ofLicense);
        assertThat(ledger().counters(LICENSE, Instant.ofEpochMilli(MARCH.endMillis())))
                .containsExactly(counters.get(3));
        assertThat(ledger().counters(LICENSE, Instant.ofEpochMilli(MARCH.endMillis() + 1)))
                .isEmpty();
        assertThat(ledger().counters(new LicenseId(ISSUER, "lic_9"), NOW)).isEmpty();
    }

    /** Returns counters that differ from {@link SampleUsage#MONTHLY} in one part each. */
    private static List<CounterId> likeMonthly() {
        return List.of(
                new CounterId("monthly2", "calls", Limit.Kind.QUOTA, "P1M"),
                new CounterId("monthly", "bytes", Limit.Kind.QUOTA, "P1M"),
                new CounterId("monthly", null, Limit.Kind.QUOTA, "P1M"),
                new CounterId("monthly", "", Limit.Kind.QUOTA, "P1M"),
                new CounterId("monthly", "calls", Limit.Kind.CREDITS, "P1M"),
                new CounterId("monthly", "calls", Limit.Kind.QUOTA, ""),
                new CounterId("monthly", "calls", Limit.Kind.QUOTA, "P1M", Scope.CUSTOMER, "acme"),
                new CounterId("monthly", "calls", Limit.Kind.QUOTA, "P1M", Scope.KEY, "key_1"),
                new CounterId("monthly", "calls", Limit.Kind.QUOTA, "P1M", Scope.USER, "key_1"),
                new CounterId("monthly", "calls", Limit.Kind.QUOTA, "P1M", Scope.USER, "key_2"));
    }

    @Test
    @Tag("4.1.3")
    default void returnsCountersOfOneCustomer() {
        CounterId shared = new CounterId("shared", "calls", Limit.Kind.QUOTA, "P1M", Scope.CUSTOMER, "acme");
        CounterIncrement acme = CounterIncrement.of(LICENSE, shared, MARCH, 10);
        CounterId users = new CounterId("shared", "calls", Limit.Kind.QUOTA, "P1M", Scope.USER, "acme");
        CounterId of = new CounterId("shared", "calls", Limit.Kind.QUOTA, "P1M", Scope.CUSTOMER, "other");
        ledger().commit(counting(
                NODE,
                0,
                1,
                acme,
                CounterIncrement.of(OTHER, shared, MARCH, 5),
                CounterIncrement.of(LICENSE, users, MARCH, 1),
                CounterIncrement.of(LICENSE, of, MARCH, 2),
                CounterIncrement.of(new LicenseId("https://other", "lic_1"), shared, MARCH, 3),
                monthly(4)));
        Instant end = Instant.ofEpochMilli(MARCH.endMillis());
        assertThat(ledger().customerCounters(ISSUER, "acme", end.minusMillis(1)))
                .containsExactly(CounterIncrement.of(LICENSE, shared, MARCH, 15));
        assertThat(ledger().customerCounters(ISSUER, "acme", end)).isEmpty();
        assertThat(ledger().customerCounters(ISSUER, "unknown", Instant.EPOCH)).isEmpty();
    }

    @Test
    default void countsCreditsWithoutEnd() {
        CounterId credits = new CounterId("credits", "calls", Limit.Kind.CREDITS, "crd_1");
        QuotaWindow ever = new QuotaWindow(0, Long.MAX_VALUE);
        ledger().commit(counting(NODE, 0, 1, CounterIncrement.of(LICENSE, credits, ever, 5)));
        assertThat(ledger().counted(LICENSE, credits, ever)).isEqualTo(5);
        assertThat(ledger().counters(LICENSE, Instant.parse("9999-01-01T00:00:00Z")))
                .hasSize(1);
    }

    @Test
    default void pagesEndedCountersInOrder() {
        QuotaWindow april = new QuotaWindow(MARCH.endMillis(), MARCH.endMillis() + 5);
        CounterId shared = new CounterId("pot", "calls", Limit.Kind.QUOTA, "P1M", Scope.CUSTOMER, "acme");
        LicenseId stranger = new LicenseId("https://other.example", "lic_1");
        List<CounterIncrement> ended = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ended.add(CounterIncrement.of(new LicenseId(ISSUER, "lic_" + i), MONTHLY, MARCH, i + 1));
        }
        ended.add(CounterIncrement.of(LICENSE, shared, MARCH, 50));
        ended.add(CounterIncrement.of(LICENSE, MONTHLY, april, 60));
        List<CounterIncrement> all = new ArrayList<>(ended);
        all.add(CounterIncrement.of(stranger, MONTHLY, MARCH, 70));
        all.add(CounterIncrement.of(LICENSE, MONTHLY, CreditsClaim.EVER, 80));
        ledger().commit(counting(NODE, 0, 1, all.toArray(CounterIncrement[]::new)));
        Instant before = Instant.ofEpochMilli(MARCH.endMillis() - 1);
        Instant until = Instant.ofEpochMilli(april.endMillis());
        List<CounterIncrement> found = endedInPages(before, until);
        assertThat(found).containsExactlyInAnyOrderElementsOf(ended);
        assertThat(found.get(8).window()).isEqualTo(april);
        assertThat(ledger().ended(new EndedCountersQuery(
                                ISSUER, Instant.ofEpochMilli(MARCH.endMillis()), until, null, 10))
                        .items())
                .containsExactly(ended.get(8));
        assertThat(ledger().ended(new EndedCountersQuery(ISSUER, before, until.minusMillis(1), null, 10))
                        .items())
                .hasSize(8);
        assertThat(ledger().ended(new EndedCountersQuery("https://unknown.example", before, until, null, 10))
                        .items())
                .isEmpty();
        assertThatThrownBy(() -> ledger().ended(new EndedCountersQuery(ISSUER, before, until, "nonsense", 10)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private List<CounterIncrement> endedInPages(Instant after, Instant until) {
        List<CounterIncrement> found = new ArrayList<>();
        String cursor = null;
        do {
            Page<CounterIncrement> page = ledger().ended(new EndedCountersQuery(ISSUER, after, until, cursor, 2));
            found.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return found;
    }
}
