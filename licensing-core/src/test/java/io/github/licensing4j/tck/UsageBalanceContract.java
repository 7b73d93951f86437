package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleUsage.HOUR;
import static io.github.licensing4j.tck.SampleUsage.LATER;
import static io.github.licensing4j.tck.SampleUsage.LICENSE;
import static io.github.licensing4j.tck.SampleUsage.MARCH;
import static io.github.licensing4j.tck.SampleUsage.MONTHLY;
import static io.github.licensing4j.tck.SampleUsage.NODE;
import static io.github.licensing4j.tck.SampleUsage.OTHER;
import static io.github.licensing4j.tck.SampleUsage.PRO;
import static io.github.licensing4j.tck.SampleUsage.batch;
import static io.github.licensing4j.tck.SampleUsage.correction;
import static io.github.licensing4j.tck.SampleUsage.monthly;
import static io.github.licensing4j.tck.SampleUsage.page;
import static io.github.licensing4j.tck.SampleUsage.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Limit;
import io.github.licensing4j.Page;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageRow;
import io.github.licensing4j.spi.UsageSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The contract of the balances of a usage ledger. */
public interface UsageBalanceContract extends LedgerUnderTest {
    @Test
    default void pagesBalances() {
        UsageRow observed = new UsageRow(
                LICENSE,
                "acme",
                PRO,
                "calls",
                new UsageRow.Origin("f", "GET /", 2),
                UsageKind.OBSERVED,
                HOUR.toEpochMilli(),
                1_000,
                1);
        ledger().commit(new UsageBatch(
                NODE, 0, 5, List.of(row(HOUR, 10), row(LATER, 20), row(OTHER, HOUR, 7), observed), counts()));
        ledger().commit(batch(new UsageSource("other", 3), 0, 1, row(HOUR, 100)));
        store().commit(StoreChange.builder()
                .correction(correction("cor_1", HOUR, 3))
                .correction(correction("cor_2", HOUR, -5))
                .build());
        UsageLedger.Balance first = new UsageLedger.Balance(LICENSE, "calls", 130, -2, 3, 128, 128, 12);
        UsageLedger.Balance second = new UsageLedger.Balance(OTHER, "calls", 7, 0, 0, 7, 7, 0);
        Page<UsageLedger.Balance> page = ledger().balances(null, 1);
        assertThat(page.items()).containsExactly(first);
        assertThat(ledger().balances(page.next(), 1).items()).containsExactly(second);
        assertThat(ledger().balances(page.next(), 1).next()).isNull();
        assertThat(ledger().balances(null, 2).items()).containsExactly(first, second);
        assertThatThrownBy(() -> ledger().balances("nonsense", 2)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Returns counts of calls, of which the keys of one limit have counted most: 12. */
    private static List<CounterIncrement> counts() {
        CounterId daily = new CounterId("daily", "calls", Limit.Kind.QUOTA, "P1D");
        CounterId ofKey = new CounterId("each", "calls", Limit.Kind.QUOTA, "P1M", Scope.KEY, "key_1");
        CounterId ofOther = new CounterId("each", "calls", Limit.Kind.QUOTA, "P1M", Scope.KEY, "key_2");
        CounterId shared = new CounterId("pot", "calls", Limit.Kind.QUOTA, "P1M", Scope.CUSTOMER, "acme");
        CounterId credits = new CounterId("prepaid", "calls", Limit.Kind.CREDITS, "crd_1");
        QuotaWindow april = new QuotaWindow(MARCH.endMillis(), MARCH.endMillis() + 5);
        return List.of(
                monthly(6),
                CounterIncrement.of(LICENSE, MONTHLY, april, 5),
                CounterIncrement.of(LICENSE, daily, MARCH, 9),
                CounterIncrement.of(LICENSE, ofKey, MARCH, 8),
                CounterIncrement.of(LICENSE, ofOther, MARCH, 4),
                CounterIncrement.of(LICENSE, shared, MARCH, 90),
                CounterIncrement.of(LICENSE, credits, CreditsClaim.EVER, 90));
    }

    @Test
    default void balancesAgreeDuringConcurrentCommits() throws Exception {
        AtomicInteger adding = new AtomicInteger(2);
        Concurrently.run(3, part -> {
            if (part == 2) {
                while (adding.get() > 0) {
                    for (UsageLedger.Balance balance :
                            ledger().balances(null, 10).items()) {
                        assertThat(balance.billed())
                                .isEqualTo(balance.journaled() + balance.corrected())
                                .isEqualTo(balance.exported());
                        assertThat(balance.counted()).isLessThanOrEqualTo(balance.journaled() + balance.added());
                    }
                }
                return 0;
            }
            try {
                UsageSource source = new UsageSource("node" + part, 1);
                for (int i = 0; i < 40; i++) {
                    UsageRow row = row(HOUR.plus(Duration.ofHours(i % 5)), 3);
                    ledger().commit(new UsageBatch(source, i, i + 1, List.of(row), List.of(monthly(3))));
                }
                store().commit(StoreChange.builder()
                        .correction(correction("cor_" + part, HOUR, -5, monthly(-5)))
                        .build());
            } finally {
                adding.decrementAndGet();
            }
            return 0;
        });
        assertThat(ledger().balances(null, 10).items())
                .containsExactly(new UsageLedger.Balance(LICENSE, "calls", 240, -10, 0, 230, 230, 230));
    }
}
