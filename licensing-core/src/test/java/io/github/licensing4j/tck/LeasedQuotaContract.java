package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.LeasingNode.claim;
import static io.github.licensing4j.tck.SampleUsage.HOUR;
import static io.github.licensing4j.tck.SampleUsage.LICENSE;
import static io.github.licensing4j.tck.SampleUsage.MARCH;
import static io.github.licensing4j.tck.SampleUsage.MONTHLY;
import static io.github.licensing4j.tck.SampleUsage.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.LeaseRequest;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaClaim.Carry;
import io.github.licensing4j.spi.QuotaLease;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.UsageSource;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Tests leases of quotas that are edited, corrected, carried, replaced or over. */
public interface LeasedQuotaContract extends LeasesUnderTest {
    QuotaWindow APRIL = new QuotaWindow(
            MARCH.endMillis(), Instant.parse("2026-05-01T00:00:00Z").toEpochMilli());

    private LeasingNode node() {
        return new LeasingNode(store(), "a");
    }

    private LeasingNode other() {
        return new LeasingNode(otherNode(), "b");
    }

    private static QuotaClaim carrying(long ceiling, long units, Carry carry) {
        return new QuotaClaim(MONTHLY, APRIL, ceiling, units, carry);
    }

    private long granted(LicenseId license, CounterId counter, QuotaWindow window) {
        return store().leases()
                .lease(new LeaseRequest(new UsageSource("a", 1), license, new QuotaClaim(counter, window, 10, 7), 7, 1))
                .granted();
    }

    @Test
    default void raisedCeilingAddsUnits() {
        LeasingNode node = node();
        node.lease(10, 10);
        assertThat(node.lease(10, 1).granted()).isZero();
        assertThat(other().lease(15, 5)).isEqualTo(new QuotaLease(5, 5, 0, 10, 0));
    }

    @Test
    default void loweredCeilingRefusesUntilReleased() {
        LeasingNode node = node();
        node.lease(10, 10);
        LeasingNode other = other();
        assertThat(other.lease(6, 1).granted()).isZero();
        node.release(5);
        assertThat(other.lease(6, 2).granted()).isZero();
        assertThat(other.lease(6, 1).granted()).isEqualTo(1);
        assertThat(leased()).isEqualTo(6);
    }

    @Test
    default void correctionsReduceNoLease() {
        node().lease(100, 50);
        correct("cor_1", 30);
        assertThat(leased()).isEqualTo(50);
        LeasingNode other = other();
        assertThat(other.lease(100, 21)).isEqualTo(new QuotaLease(0, 0, 30, 50, 0));
        correct("cor_2", -60);
        assertThat(other.lease(100, 80)).isEqualTo(new QuotaLease(80, 80, -30, 50, 0));
        assertThat(other.lease(100, 1).granted()).isZero();
    }

    @Test
    default void leasedUnitsAreNotCarried() {
        LeasingNode node = node();
        node.lease(100, 30);
        node.use(10);
        Carry carry = new Carry(MARCH, 100, 1000);
        LeasingNode other = other();
        assertThat(other.lease(carrying(50, 1, carry), 1)).isEqualTo(new QuotaLease(1, 1, 0, 0, 70));
        node.use(5);
        assertThat(other.lease(carrying(50, 1, carry), 1).carried()).isEqualTo(70);
        node.release(15);
        assertThat(other.lease(carrying(50, 134, carry), 134)).isEqualTo(new QuotaLease(0, 2, 0, 0, 85));
        assertThat(other.lease(carrying(50, 133, carry), 133).granted()).isEqualTo(133);
        assertThat(other.lease(carrying(50, 1, new Carry(MARCH, 100, 20)), 1).carried())
                .isEqualTo(20);
    }

    @Test
    default void separatesCounters() {
        CounterId daily = new CounterId("daily", "calls", Limit.Kind.QUOTA, "P1D");
        CounterId credits = new CounterId("prepaid", "calls", Limit.Kind.CREDITS, "crd_1");
        assertThat(granted(LICENSE, MONTHLY, MARCH)).isEqualTo(7);
        assertThat(granted(OTHER, MONTHLY, MARCH)).isEqualTo(7);
        assertThat(granted(new LicenseId("https://other", LICENSE.value()), MONTHLY, MARCH))
                .isEqualTo(7);
        assertThat(granted(LICENSE, MONTHLY, APRIL)).isEqualTo(7);
        assertThat(granted(LICENSE, daily, MARCH)).isEqualTo(7);
        assertThat(granted(LICENSE, credits, CreditsClaim.EVER)).isEqualTo(7);
        assertThat(leased()).isEqualTo(7);
        assertThat(store().leases().leased(LICENSE, credits, CreditsClaim.EVER)).isEqualTo(7);
        assertThat(store().leases().releaseBefore(new UsageSource("a", 2))).isEqualTo(42);
    }

    @Test
    default void licensesOfCustomerShareBudget() {
        CounterId budget = new CounterId("budget", "calls", MONTHLY.kind(), "P1M", QuotaLimit.Scope.CUSTOMER, "acme");
        LeasingNode other = other();
        assertThat(granted(LICENSE, budget, MARCH)).isEqualTo(7);
        QuotaClaim claim = new QuotaClaim(budget, MARCH, 10, 4);
        assertThat(other.lease(new LeaseRequest(other.source, OTHER, claim, 4, 1))
                        .granted())
                .isZero();
        other.use(CounterIncrement.of(OTHER, budget, MARCH, 2));
        assertThat(store().leases().leased(OTHER, budget, MARCH)).isEqualTo(7);
    }

    @Test
    default void countsUseBeforeCounterStarted() {
        LeasingNode node = node();
        assertThat(ledger().commit(SampleUsage.batch(node.source, 0, 1, SampleUsage.row(HOUR, 40))))
                .isTrue();
        CounterId weekly = new CounterId("monthly", "calls", Limit.Kind.QUOTA, "P1W");
        CounterStart start = new CounterStart(HOUR.toEpochMilli(), false, Long.MIN_VALUE);
        QuotaClaim claim = new QuotaClaim(weekly, MARCH, 100, 10, null, start);
        LeasingNode other = other();
        assertThat(other.lease(claim, 10)).isEqualTo(new QuotaLease(10, 10, 40, 0, 0));
        assertThat(other.lease(claim, 10)).isEqualTo(new QuotaLease(10, 20, 40, 0, 0));
        QuotaClaim next = new QuotaClaim(weekly, APRIL, 100, 10, new Carry(MARCH, 100, 1000), start);
        assertThat(new LeasingNode(store(), "c").lease(next, 10)).isEqualTo(new QuotaLease(10, 10, 0, 0, 40));
    }

    @Test
    default void expiryKeepsLeasesOfOnePeriodMore() {
        node().lease(100, 10);
        CounterId credits = new CounterId("prepaid", "calls", Limit.Kind.CREDITS, "crd_1");
        assertThat(granted(LICENSE, credits, CreditsClaim.EVER)).isEqualTo(7);
        store().expire(Instant.ofEpochMilli(MARCH.endMillis() + 1));
        assertThat(leased()).isEqualTo(10);
        store().expire(Instant.parse("2026-05-02T00:00:01Z"));
        assertThat(leased()).isZero();
        assertThat(store().leases().leased(LICENSE, credits, CreditsClaim.EVER)).isEqualTo(7);
    }

    @Test
    default void closedNodeKeepsItsLease() {
        try (var dead = otherNode()) {
            new LeasingNode(dead, "b").lease(claim(10, 4), 4);
        }
        assertThat(leased()).isEqualTo(4);
        assertThat(node().lease(10, 7).granted()).isZero();
    }
}
