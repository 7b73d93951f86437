package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.ConcurrencyHold;
import java.util.List;

/** One call in flight that Redis has counted. */
final class RedisCallHold implements ConcurrencyHold {
    private final RedisConcurrency concurrency;
    private final LicenseCalls calls;
    private final List<ConcurrencyClaim> claims;
    private final RedisSession session;
    private final List<Long> seen;

    /** @param seen the answer of {@link CallScript#ENTER} */
    RedisCallHold(Entry entry, RedisConcurrency concurrency, List<Long> seen) {
        this.concurrency = concurrency;
        this.calls = entry.calls();
        this.claims = entry.claims();
        this.session = entry.session();
        this.seen = seen;
    }

    @Override
    public int inFlight(int claim) {
        return seen.get(claim + 1).intValue();
    }

    @Override
    public void release() {
        calls.left(claims);
        concurrency.leave(session, calls, claims);
    }
}
