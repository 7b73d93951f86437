package io.github.licensing4j.core.store.redis;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ConcurrencyAccount;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.ConcurrencyHold;
import io.github.licensing4j.spi.ConcurrencyResult;
import io.github.licensing4j.spi.CounterId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Enters calls of one license under the limits that all nodes share. */
final class RedisConcurrencyAccount implements ConcurrencyAccount {
    private final RedisConcurrency concurrency;
    private final LicenseId license;
    private final ConcurrencyAccount duringOutage;

    RedisConcurrencyAccount(RedisConcurrency concurrency, LicenseId license, ConcurrencyAccount duringOutage) {
        this.concurrency = concurrency;
        this.license = license;
        this.duringOutage = duringOutage;
    }

    @Override
    public ConcurrencyResult enter(List<ConcurrencyClaim> claims, long nowMillis) {
        RedisSession session = concurrency.link().session();
        List<Long> answer = null;
        if (session != null) {
            LicenseCalls calls = concurrency.begin(license);
            Entry entry = new Entry(session, calls, claims);
            answer = answer(session, concurrency.enter(entry));
            if (answer != null) {
                return result(entry, answer);
            }
        }
        return withoutRedis(claims, nowMillis);
    }

    private ConcurrencyResult result(Entry entry, List<Long> answer) {
        int refused = answer.get(0).intValue();
        return refused < 0
                ? new RedisCallHold(entry, concurrency, answer)
                : new ConcurrencyResult.ConcurrencyExceeded(
                        refused, answer.get(1).intValue());
    }

    /** Waits for an answer, never longer than the time-out; null if there is none. */
    private @Nullable List<Long> answer(RedisSession session, CompletableFuture<@Nullable List<Long>> operation) {
        try {
            return operation.get(concurrency.link().timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            concurrency.link().failed(session, e);
        } catch (ExecutionException e) {
            // The operation counts its failure by itself.
            return null;
        }
        // From here on, a late answer ends the call, for which no caller waits.
        return operation.complete(null) ? null : operation.getNow(null);
    }

    private ConcurrencyResult withoutRedis(List<ConcurrencyClaim> claims, long nowMillis) {
        ConcurrencyResult result = duringOutage.enter(claims, nowMillis);
        if (!(result instanceof ConcurrencyHold granted)) {
            return result;
        }
        concurrency.link().outages().granted(1);
        return new LocalCallHold(concurrency.entered(license, claims), claims, granted);
    }

    @Override
    public int inFlight(CounterId counter) {
        RedisSession session = concurrency.link().session();
        if (session == null) {
            return duringOutage.inFlight(counter);
        }
        LicenseCalls calls = concurrency.find(license);
        int known = calls.known(counter, concurrency.link().clock().nanos());
        if (known >= 0) {
            return known;
        }
        List<Long> unused = answer(session, concurrency.count(session, calls, counter));
        return calls.all(counter);
    }
}
