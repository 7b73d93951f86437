package io.github.licensing4j.core.limit.lease;

import io.github.licensing4j.OutagePolicy.Quotas;
import io.github.licensing4j.OutageStatus;
import io.github.licensing4j.OutageStatus.Kind;
import io.github.licensing4j.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fails attempts at once after the store of leases has not answered, until a probe in the background succeeds. Meanwhile quotas
 * and credits follow their policies. Safe for use by many threads.
 */
public final class StoreCircuit {
    private static final Logger log = LoggerFactory.getLogger(StoreCircuit.class);

    private final InstantSource clock;
    private final Map<Kind, Quotas> policies = new EnumMap<>(Kind.class);
    private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();
    private final Beyond quotas = new Beyond();
    private final Beyond credits = new Beyond();
    private volatile @Nullable Supplier<?> probe;

    /** @param error what each attempt fails with */
    private record Outage(StoreException error, long sinceMillis) {}

    /** The units of one kind that were granted beyond slices. */
    private static final class Beyond {
        final LongAdder all = new LongAdder();
        volatile long before;

        long ofOutage() {
            return all.sum() - before;
        }
    }

    /** Creates a circuit of a store that answers. */
    public StoreCircuit(InstantSource clock, Quotas quotas, Quotas credits) {
        this.clock = clock;
        policies.put(Kind.QUOTA, quotas);
        policies.put(Kind.CREDITS, credits);
    }

    long nowMillis() {
        return clock.millis();
    }

    /** Returns whether the store does not answer. One volatile read. */
    public boolean isOpen() {
        return outage.get() != null;
    }

    /** Returns whether calls are granted beyond what is leased. */
    boolean grants(Kind kind) {
        return isOpen() && policies.get(kind) == Quotas.OPEN;
    }

    /** Returns whether calls are refused, even where units are leased. */
    boolean refuses(Kind kind) {
        return isOpen() && policies.get(kind) == Quotas.CLOSED;
    }

    /** Counts units that were granted beyond slices. */
    void granted(Kind kind, long units) {
        beyond(kind).all.add(units);
    }

    /**
     * Performs an operation on the store.
     *
     * @param check an operation without effect that shows whether the store answers again
     * @throws StoreException if the store does not answer, or has not answered before
     */
    <T> T attempt(Supplier<T> operation, Supplier<?> check) {
        Outage present = outage.get();
        if (present != null) {
            throw present.error;
        }
        probe = check;
        try {
            return operation.get();
        } catch (StoreException e) {
            failed(e);
            throw e;
        }
    }

    /**
     * Checks whether the store answers: during an outage, and all the time where a policy refuses calls, so that an outage is noticed
     * while slices suffice. Does nothing before the first operation.
     */
    void probe() {
        Supplier<?> check = probe;
        if (check == null || (!isOpen() && !policies.containsValue(Quotas.CLOSED))) {
            return;
        }
        try {
            Object unused = check.get();
            recovered();
        } catch (StoreException e) {
            failed(e);
        }
    }

    private void failed(StoreException cause) {
        StoreException error = new StoreException("the license store has not answered: " + cause.getMessage(), cause);
        if (outage.get() == null && outage.compareAndSet(null, new Outage(error, clock.millis()))) {
            quotas.before = quotas.all.sum();
            credits.before = credits.all.sum();
            log.error(
                    "The license store does not answer leases; quotas are {}, credits {}",
                    text(Kind.QUOTA),
                    text(Kind.CREDITS),
                    cause);
        }
    }

    private void recovered() {
        Outage ended = outage.getAndSet(null);
        if (ended != null) {
            log.info(
                    "The license store answers leases again after {}; {} units of quotas and {} of credits were granted beyond slices",
                    age(ended),
                    quotas.ofOutage(),
                    credits.ofOutage());
        }
    }

    private Duration age(Outage present) {
        return Duration.ofMillis(Math.max(0, clock.millis() - present.sinceMillis));
    }

    private Beyond beyond(Kind kind) {
        return kind == Kind.CREDITS ? credits : quotas;
    }

    private String text(Kind kind) {
        return switch (policies.getOrDefault(kind, Quotas.LEASED_ONLY)) {
            case LEASED_ONLY -> "granted from slices that are leased";
            case OPEN -> "granted beyond slices";
            case CLOSED -> "refused";
        };
    }

    /** Returns the state of quotas and of credits. */
    List<OutageStatus> statuses() {
        return List.of(status(Kind.QUOTA), status(Kind.CREDITS));
    }

    private OutageStatus status(Kind kind) {
        Outage present = outage.get();
        return new OutageStatus(
                kind,
                present == null ? null : Instant.ofEpochMilli(present.sinceMillis),
                beyond(kind).ofOutage());
    }

    /** Returns whether every call of a kind is refused now. */
    boolean refusesAny() {
        return refuses(Kind.QUOTA) || refuses(Kind.CREDITS);
    }

    /** Returns the outage for operators, null if there is none. */
    @Nullable
    String describe() {
        Outage present = outage.get();
        return present == null
                ? null
                : "degraded since " + Instant.ofEpochMilli(present.sinceMillis) + ", for " + age(present)
                        + "; quotas are "
                        + text(Kind.QUOTA) + ", " + quotas.ofOutage() + " units beyond; credits are "
                        + text(Kind.CREDITS)
                        + ", " + credits.ofOutage() + " units beyond: " + present.error.getMessage();
    }
}
