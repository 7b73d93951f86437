package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.ConcurrencyHold;
import java.util.List;

/**
 * One call in flight that was granted while Redis did not answer. It is among the calls of this node, so that Redis counts it at the next
 * renewal.
 */
final class LocalCallHold implements ConcurrencyHold {
    private final LicenseCalls calls;
    private final List<ConcurrencyClaim> claims;
    private final ConcurrencyHold granted;

    LocalCallHold(LicenseCalls calls, List<ConcurrencyClaim> claims, ConcurrencyHold granted) {
        this.calls = calls;
        this.claims = claims;
        this.granted = granted;
    }

    @Override
    public int inFlight(int claim) {
        return granted.inFlight(claim);
    }

    @Override
    public void release() {
        granted.release();
        calls.left(claims);
    }
}
