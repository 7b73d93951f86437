package io.github.licensing4j.core.limit.counter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The counters of licenses, or of customers. Their number is bounded.
 *
 * <p>If the map is full, counters are evicted that are unused or that the ledger contains. A stored license always gets
 * counters. The others share the map by issuer: an issuer that has fewer than its share gets counters too, so that there
 * are at most twice as many others as the bound, and counters of the issuer with the most are evicted first. If none can
 * be evicted, a new one is unavailable; no counter is dropped, so that no allowance is granted twice.
 */
public final class BoundedCounterMap<K> {
    /** The number of counters of one share that are examined for a new one; bounds the cost of a full store. */
    private static final int MAX_EXAMINED = 64;

    /** The maximum of counters that are evicted for a new one, so that a map beyond its bound shrinks to it. */
    private static final int EVICTIONS = 2;

    private final ConcurrentHashMap<K, Counters> taken = new ConcurrentHashMap<>();
    private final BiFunction<K, IssuerCounters, Counters> maker;
    private final int max;
    private final ReentrantLock making = new ReentrantLock();
    /** The counters of each share, in the order in which they are checked next. */
    private final Map<Share, ArrayDeque<Counters>> shares = new HashMap<>();

    /**
     * A part of the map whose counters are counted together.
     *
     * @param issuer the issuer
     * @param isStored whether they are of licenses that are stored
     */
    record Share(String issuer, boolean isStored) {}

    /**
     * The result of an attempt to add counters.
     *
     * @param counters null if there is none
     * @param isUnshipped whether there may be one once usage is in the ledger
     */
    private record Attempt(@Nullable Counters counters, boolean isUnshipped) {}

    BoundedCounterMap(int max, BiFunction<K, IssuerCounters, Counters> maker) {
        this.max = max;
        this.maker = maker;
    }

    int size() {
        return taken.size();
    }

    int max() {
        return max;
    }

    public @Nullable Counters find(K owner) {
        return taken.get(owner);
    }

    /** Returns the counters of an owner, created if there is room for them; null if there is none. May wait for the ledger. */
    public @Nullable Counters findOrMake(K owner, IssuerCounters issuer, boolean isStored, long nowMillis) {
        Counters present = taken.get(owner);
        if (present != null) {
            return present;
        }
        Share share = new Share(issuer.issuer(), isStored);
        Attempt attempt = attempt(owner, issuer, share, nowMillis);
        if (attempt.counters == null && attempt.isUnshipped && issuer.memory().ship()) {
            attempt = attempt(owner, issuer, share, nowMillis);
        }
        if (attempt.counters == null) {
            issuer.memory().refused(nowMillis);
        }
        return attempt.counters;
    }

    private Attempt attempt(K owner, IssuerCounters issuer, Share share, long nowMillis) {
        making.lock();
        try {
            Counters present = taken.get(owner);
            if (present != null) {
                return new Attempt(present, false);
            }
            Eviction room = makeRoom(share, issuer.memory().inLedger(nowMillis), nowMillis);
            if (!room.isPossible() && !share.isStored && size(share) >= guaranteed()) {
                return new Attempt(null, room == Eviction.UNSHIPPED);
            }
            Counters made = maker.apply(owner, issuer);
            taken.put(owner, made);
            shares.computeIfAbsent(share, absent -> new ArrayDeque<>()).add(made);
            return new Attempt(made, false);
        } finally {
            making.unlock();
        }
    }

    private int size(Share share) {
        ArrayDeque<Counters> counters = shares.get(share);
        return counters == null ? 0 : counters.size();
    }

    /**
     * Returns the number of counters that an issuer may have for licenses that are not stored, however many others
     * have.
     */
    private int guaranteed() {
        long issuers = shares.keySet().stream().filter(share -> !share.isStored).count();
        return (int) (max / Math.max(1, issuers));
    }

    /** Evicts counters for a new one while the map is full. Returns the best eviction that was possible. */
    private Eviction makeRoom(Share added, IntPredicate inLedger, long nowMillis) {
        Eviction first = Eviction.UNUSED;
        for (int evicted = 0; evicted < EVICTIONS && taken.size() >= max; evicted++) {
            Eviction best = evictFor(added, inLedger, nowMillis);
            first = evicted == 0 ? best : first;
        }
        return first;
    }

    private Eviction evictFor(Share added, IntPredicate inLedger, long nowMillis) {
        Eviction best = Eviction.IN_USE;
        for (Share share : makingRoomFor(added)) {
            Eviction found = evictOne(shares.getOrDefault(share, new ArrayDeque<>()), inLedger, nowMillis);
            best = found.compareTo(best) < 0 ? found : best;
            if (best.isPossible()) {
                break;
            }
        }
        return best;
    }

    /** Returns the shares to evict from: licenses that are not stored before those that are, the largest issuers first. */
    private List<Share> makingRoomFor(Share added) {
        int guaranteed = guaranteed();
        List<Share> order = new ArrayList<>();
        for (Share share : shares.keySet()) {
            boolean isOwn = share.equals(added);
            if (isOwn || added.isStored || (!share.isStored && size(share) > guaranteed)) {
                order.add(share);
            }
        }
        order.sort(Comparator.comparing(Share::isStored)
                .thenComparing(share -> -size(share))
                .thenComparing(share -> !share.equals(added)));
        return order;
    }

    private Eviction evictOne(ArrayDeque<Counters> counters, IntPredicate inLedger, long nowMillis) {
        Eviction best = Eviction.IN_USE;
        for (int examined = Math.min(MAX_EXAMINED, counters.size()); examined > 0; examined--) {
            Counters next = counters.remove();
            Eviction found = next.evict(nowMillis, inLedger);
            if (found.isPossible()) {
                taken.remove(next.owner(), next);
                return found;
            }
            counters.add(next);
            best = found.compareTo(best) < 0 ? found : best;
        }
        return best;
    }
}
