package io.github.licensing4j.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.ConcurrencyHold;
import io.github.licensing4j.spi.ConcurrencyResult;
import io.github.licensing4j.spi.ConcurrencyStore;
import io.github.licensing4j.spi.CounterId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store of calls in flight does. A store's own test extends it. */
public abstract class ConcurrencyStoreContract {
    private static final LicenseId ONE = new LicenseId("https://issuer", "lic_1");
    private static final LicenseId TWO = new LicenseId("https://issuer", "lic_2");
    private static final LicenseId FOREIGN = new LicenseId("https://other", "lic_1");
    private static final CounterId PARALLEL = new CounterId("parallel", null, Limit.Kind.CONCURRENCY, "");
    private static final CounterId EXPORTS = new CounterId("exports", null, Limit.Kind.CONCURRENCY, "");
    private static final long NOW = 1_750_000_000_000L;

    /** Returns a store without any calls in flight. */
    protected abstract ConcurrencyStore concurrency();

    @Test
    void countsAllAccountsOfALicenseTogether() {
        ConcurrencyStore store = concurrency();
        enter(store, ONE);
        assertThat(enter(store, ONE).inFlight(0)).isEqualTo(2);
        assertThat(store.account(ONE).inFlight(PARALLEL)).isEqualTo(2);
    }

    @Test
    void separatesLicensesOfDifferentIssuers() {
        ConcurrencyStore store = concurrency();
        enter(store, ONE);
        assertThat(store.account(TWO).inFlight(PARALLEL)).isZero();
        assertThat(store.account(FOREIGN).inFlight(PARALLEL)).isZero();
    }

    @Test
    void refusesCallsBeyondTheMaximum() {
        ConcurrencyStore store = concurrency();
        enter(store, ONE);
        assertThat(store.account(ONE).enter(List.of(new ConcurrencyClaim(PARALLEL, 1)), NOW))
                .isEqualTo(new ConcurrencyResult.ConcurrencyExceeded(0, 1));
        assertThat(store.account(ONE).inFlight(PARALLEL)).isEqualTo(1);
    }

    @Test
    void entersUnderEveryClaimOrNone() {
        ConcurrencyStore store = concurrency();
        enter(store, ONE);
        assertThat(store.account(ONE)
                        .enter(List.of(new ConcurrencyClaim(EXPORTS, 1), new ConcurrencyClaim(PARALLEL, 1)), NOW))
                .isEqualTo(new ConcurrencyResult.ConcurrencyExceeded(1, 1));
        assertThat(store.account(ONE).inFlight(EXPORTS)).isZero();
    }

    @Test
    void endsCallsThatLeave() {
        ConcurrencyStore store = concurrency();
        ConcurrencyHold first = enter(store, ONE);
        enter(store, ONE);
        first.release();
        assertThat(store.account(ONE).inFlight(PARALLEL)).isEqualTo(1);
    }

    @Test
    void refusesUnderALoweredMaximumUntilEnoughCallsLeft() {
        ConcurrencyStore store = concurrency();
        ConcurrencyHold first = enter(store, ONE);
        ConcurrencyHold second = enter(store, ONE);
        var lowered = List.of(new ConcurrencyClaim(PARALLEL, 1));
        first.release();
        assertThat(store.account(ONE).enter(lowered, NOW)).isInstanceOf(ConcurrencyResult.ConcurrencyExceeded.class);
        second.release();
        assertThat(store.account(ONE).enter(lowered, NOW)).isInstanceOf(ConcurrencyHold.class);
    }

    private static ConcurrencyHold enter(ConcurrencyStore store, LicenseId license) {
        return (ConcurrencyHold) store.account(license).enter(List.of(new ConcurrencyClaim(PARALLEL, 5)), NOW);
    }
}
