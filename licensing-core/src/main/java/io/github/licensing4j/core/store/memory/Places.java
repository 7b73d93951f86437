package io.github.licensing4j.core.store.memory;

import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The counters of so many licenses, or customers, at most.
 *
 * <p>When all places are taken, one that would start with full allowances anyway makes room: no quota used in a period that
 * still runs, every bucket full, nothing in flight. Where none is, new ones are unavailable rather than old ones forgotten,
 * so that no allowance is ever handed out twice.
 */
final class Places<K> {
    /** How many one newcomer looks at for one that may go; bounds the cost of a full store. */
    private static final int LOOKS = 64;

    private final ConcurrentHashMap<K, Counters> taken = new ConcurrentHashMap<>();
    private final Function<K, Counters> maker;
    private final int max;
    private final ReentrantLock making = new ReentrantLock();
    private Iterator<Counters> hand = taken.values().iterator();

    Places(int max, Function<K, Counters> maker) {
        this.max = max;
        this.maker = maker;
    }

    int size() {
        return taken.size();
    }

    int max() {
        return max;
    }

    @Nullable
    Counters find(K owner) {
        return taken.get(owner);
    }

    /** The counters of an owner, made if there is a place for them; null if there is none. */
    @Nullable
    Counters findOrMake(K owner, long nowMillis) {
        Counters present = taken.get(owner);
        if (present != null) {
            return present;
        }
        making.lock();
        try {
            present = taken.get(owner);
            if (present != null || (taken.size() >= max && !makeRoom(nowMillis))) {
                return present;
            }
            Counters made = maker.apply(owner);
            taken.put(owner, made);
            return made;
        } finally {
            making.unlock();
        }
    }

    private boolean makeRoom(long nowMillis) {
        for (int look = 0; look < LOOKS; look++) {
            if (!hand.hasNext()) {
                hand = taken.values().iterator();
            }
            Counters next = hand.next();
            if (next.retire(nowMillis)) {
                taken.remove(next.owner(), next);
                return true;
            }
        }
        return false;
    }
}
