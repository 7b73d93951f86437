package io.github.licensing4j.core.limit.credits;

import io.github.licensing4j.Limit;
import io.github.licensing4j.core.limit.counter.Counter;
import io.github.licensing4j.core.limit.counter.Counters;
import io.github.licensing4j.core.limit.counter.Eviction;
import io.github.licensing4j.core.limit.lease.Slice;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CreditsClaim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The credit counters of one license, and the pools that calls consume from. The license's lock guards it. */
public final class CreditBook extends Counter {
    private static final CounterId ID = new CounterId("", null, Limit.Kind.CREDITS, "");

    private final Map<CounterId, CreditCounter> counters = new HashMap<>();
    private final List<CreditPool> pools = new ArrayList<>(1);

    private CreditBook() {
        super(ID);
    }

    /** Returns the credits among the counters of a license, whose lock is held. */
    public static CreditBook of(Counters counters) {
        CreditBook found = (CreditBook) counters.find(ID);
        return found == null ? counters.add(new CreditBook()) : found;
    }

    public @Nullable CreditCounter find(CounterId id) {
        return counters.get(id);
    }

    /**
     * Opens the counter of a grant, unless it is open.
     *
     * @param isShared whether nodes share the grant, so that units must be leased before they are held
     */
    public void open(CreditsClaim.Grant grant, long used, boolean isShared) {
        counters.putIfAbsent(grant.counter(), new CreditCounter(grant, used, isShared ? new Slice() : null));
    }

    /** The pool of a claim, null while one of its grants has no counter. */
    public @Nullable CreditPool pool(CreditsClaim claim, long nowMillis) {
        for (int i = 0; i < pools.size(); i++) {
            if (pools.get(i).isOf(claim.grants())) {
                return pools.get(i);
            }
        }
        CreditCounter[] found = new CreditCounter[claim.grants().size()];
        for (int i = 0; i < found.length; i++) {
            CreditCounter counter = counters.get(claim.grants().get(i).counter());
            if (counter == null) {
                return null;
            }
            found[i] = counter;
        }
        CreditPool made = new CreditPool(claim.grants(), found);
        if (found.length > 0) {
            String limit = found[0].id().limit();
            pools.removeIf(old -> old.isOfLimit(limit) || old.hasLapsed(nowMillis));
            pools.add(made);
            counters.values().removeIf(counter -> counter.isDone(nowMillis));
        }
        return made;
    }

    @Override
    protected boolean isUnused(long nowMillis) {
        return counters.values().stream().allMatch(counter -> counter.isUnused(nowMillis));
    }

    @Override
    protected Eviction eviction(long nowMillis, IntPredicate inLedger) {
        Eviction all = Eviction.UNUSED;
        for (CreditCounter counter : counters.values()) {
            all = all.or(counter.eviction(nowMillis, inLedger));
        }
        return all;
    }
}
