package io.github.licensing4j.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaHold;
import io.github.licensing4j.spi.QuotaResult;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store of quotas does. A store's own test extends it. */
public abstract class QuotaStoreContract {
    private static final LicenseId ONE = new LicenseId("https://issuer", "lic_1");
    private static final LicenseId TWO = new LicenseId("https://issuer", "lic_2");
    private static final LicenseId FOREIGN = new LicenseId("https://other", "lic_1");
    private static final CounterId CALLS = new CounterId("monthly", "calls", Limit.Kind.QUOTA, "P1M");
    private static final CounterId TOKENS = new CounterId("tokens", "tokens", Limit.Kind.QUOTA, "P1M");
    private static final CounterId GRANT = new CounterId("prepaid", "tokens", Limit.Kind.CREDITS, "crd_1");
    private static final long NOW = 1_750_000_000_000L;
    private static final QuotaWindow WINDOW = new QuotaWindow(NOW - 1000, NOW + 1000);
    private static final QuotaWindow NEXT = new QuotaWindow(NOW + 1000, NOW + 3000);

    /** Returns a store of quotas without any counts. */
    protected abstract QuotaStore quotas();

    @Test
    void countsAllAccountsOfALicenseTogether() {
        QuotaStore store = quotas();
        hold(store, ONE, claim(CALLS, 10, 4));
        hold(store, ONE, claim(CALLS, 10, 5));
        assertThat(store.account(ONE).used(CALLS, WINDOW)).isEqualTo(9);
    }

    @Test
    void separatesLicensesOfDifferentIssuers() {
        QuotaStore store = quotas();
        hold(store, ONE, claim(CALLS, 10, 4));
        assertThat(store.account(TWO).used(CALLS, WINDOW)).isZero();
        assertThat(store.account(FOREIGN).used(CALLS, WINDOW)).isZero();
    }

    @Test
    void holdsEveryClaimOrNone() {
        QuotaStore store = quotas();
        var answer = store.account(ONE).reserve(List.of(claim(CALLS, 10, 4), claim(TOKENS, 3, 4)), NOW);
        assertThat(answer).isEqualTo(new QuotaResult.Exhausted(1, 0));
        assertThat(store.account(ONE).used(CALLS, WINDOW)).isZero();
        assertThat(store.account(ONE).used(TOKENS, WINDOW)).isZero();
    }

    @Test
    void fillsAQuotaToTheLastUnit() {
        QuotaStore store = quotas();
        hold(store, ONE, claim(CALLS, 10, 10));
        assertThat(store.account(ONE).reserve(List.of(claim(CALLS, 10, 1)), NOW))
                .isEqualTo(new QuotaResult.Exhausted(0, 10));
        assertThat(store.account(ONE).reserve(List.of(claim(CALLS, 10, 0)), NOW))
                .isEqualTo(new QuotaResult.Exhausted(0, 10));
    }

    @Test
    void settlesMoreLessOrNothing() {
        QuotaStore store = quotas();
        var held = hold(store, ONE, claim(CALLS, 100, 10));
        held.settle(3);
        assertThat(store.account(ONE).used(CALLS, WINDOW)).isEqualTo(3);
        hold(store, ONE, claim(CALLS, 100, 10)).settle(0);
        assertThat(store.account(ONE).used(CALLS, WINDOW)).isEqualTo(3);
        hold(store, ONE, claim(CALLS, 100, 10)).settle(200);
        assertThat(store.account(ONE).used(CALLS, WINDOW)).isEqualTo(203);
    }

    @Test
    void releasesEveryUnit() {
        QuotaStore store = quotas();
        CreditsClaim.Grant grant = new CreditsClaim.Grant(GRANT, 10, Long.MAX_VALUE);
        var held = store.account(ONE)
                .reserve(List.of(claim(CALLS, 10, 10)), List.of(new CreditsClaim(List.of(grant), 10)), NOW);
        ((QuotaHold) held).release();
        assertThat(store.account(ONE).used(CALLS, WINDOW)).isZero();
        assertThat(store.account(ONE).used(GRANT, CreditsClaim.EVER)).isZero();
        assertThat(hold(store, ONE, claim(CALLS, 10, 10)).used(0)).isEqualTo(10);
    }

    @Test
    void settlesIntoTheWindowOfTheHold() {
        QuotaStore store = quotas();
        var early = hold(store, ONE, claim(CALLS, 10, 4));
        var late = (QuotaHold) store.account(ONE).reserve(List.of(new QuotaClaim(CALLS, NEXT, 10, 2)), NOW + 1500);
        assertThat(early.used(0)).isEqualTo(4);
        assertThat(late.used(0)).isEqualTo(2);
        early.settle(1);
        assertThat(store.account(ONE).used(CALLS, NEXT)).isEqualTo(2);
    }

    @Test
    void neverStartsPastWindowsAfresh() {
        QuotaStore store = quotas();
        store.account(ONE).reserve(List.of(new QuotaClaim(CALLS, NEXT, 10, 10)), NOW + 1500);
        QuotaWindow unseen = new QuotaWindow(NOW - 5000, NOW - 3000);
        assertThat(store.account(ONE).reserve(List.of(new QuotaClaim(CALLS, unseen, 10, 1)), NOW - 4000))
                .isInstanceOf(QuotaResult.Exhausted.class);
    }

    @Test
    void neverWrapsAbsurdReportsIntoAnAllowance() {
        QuotaStore store = quotas();
        List<QuotaHold> holds = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            holds.add(hold(store, ONE, claim(CALLS, 10, 1)));
        }
        holds.forEach(hold -> hold.settle(Long.MAX_VALUE));
        assertThat(store.account(ONE).used(CALLS, WINDOW)).isEqualTo(Long.MAX_VALUE);
        assertThat(store.account(ONE).reserve(List.of(claim(CALLS, 10, 1)), NOW))
                .isInstanceOf(QuotaResult.Exhausted.class);
    }

    private static QuotaClaim claim(CounterId counter, long ceiling, long units) {
        return new QuotaClaim(counter, WINDOW, ceiling, units);
    }

    private static QuotaHold hold(QuotaStore store, LicenseId license, QuotaClaim claim) {
        return (QuotaHold) store.account(license).reserve(List.of(claim), NOW);
    }
}
