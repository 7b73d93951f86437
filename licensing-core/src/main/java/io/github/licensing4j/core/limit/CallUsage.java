package io.github.licensing4j.core.limit;

import io.github.licensing4j.Requirement;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CreditsClaim;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.List;

/**
 * The usage of one ended call: units of each meter, and of each counter. Units are the smallest of their meter; some
 * are 0.
 *
 * <p>Read by index, so that a journal is written without an object for each of them.
 */
public final class CallUsage {
    /** Counts into no counter. */
    static final long[] NOTHING = {};

    private final long decidedMillis;
    private final ChargePlan charges;
    private final long[] units;
    private final List<QuotaClaim> quotas;
    private final List<QuotaWindow> windows;
    private final Object kind;
    private final long[] counted;
    private final List<CreditsClaim.Grant> grants;

    /** Creates the usage of a call that held nothing. */
    CallUsage(long decidedMillis, ChargePlan charges, long[] units) {
        this.decidedMillis = decidedMillis;
        this.charges = charges;
        this.units = units;
        this.quotas = List.of();
        this.windows = List.of();
        this.kind = charges;
        this.counted = NOTHING;
        this.grants = List.of();
    }

    /** @param counted units of each quota of the request, then of each of its grants */
    CallUsage(long decidedMillis, ChargePlan charges, long[] units, ReservationRequest requested, long[] counted) {
        this.decidedMillis = decidedMillis;
        this.charges = charges;
        this.units = units;
        this.quotas = requested.quotas();
        this.windows = requested.windows();
        this.kind = requested.template();
        this.counted = counted;
        this.grants = grants(requested.credits());
    }

    private static List<CreditsClaim.Grant> grants(List<CreditsClaim> credits) {
        return switch (credits.size()) {
            case 0 -> List.of();
            case 1 -> credits.get(0).grants();
            default ->
                credits.stream().flatMap(claim -> claim.grants().stream()).toList();
        };
    }

    /** Returns the instant of the decision, in epoch milliseconds. */
    public long decidedMillis() {
        return decidedMillis;
    }

    /** Returns the requirement of the endpoint. */
    public Requirement requirement() {
        return charges.requirement();
    }

    /** The same object for calls that charge the same meters and count into the same quotas, in the same order. */
    public Object kind() {
        return kind;
    }

    /** Returns the number of quotas that it counts into; their counters come before those of grants. */
    public int quotas() {
        return quotas.size();
    }

    /** The periods of the quotas it counts into, in their order. */
    public List<QuotaWindow> windows() {
        return windows;
    }

    /** Returns the number of meters that the call may charge, each once. */
    public int meters() {
        return units.length;
    }

    public String meter(int index) {
        return charges.line(index).meter().name();
    }

    /** Returns the units of each meter, in their order; not to be changed. */
    public long[] units() {
        return units;
    }

    /** Returns the units counted into each counter, in their order; not to be changed. */
    public long[] counted() {
        return counted;
    }

    /** Returns the units of a meter; 0 or more. */
    public long units(int index) {
        return units[index];
    }

    /**
     * Returns the number of counters: of quotas, and of the credit grants that can be consumed. None in observe mode.
     */
    public int counters() {
        return counted.length;
    }

    public CounterId counter(int index) {
        return index < quotas.size()
                ? quotas.get(index).counter()
                : grants.get(index - quotas.size()).counter();
    }

    /** The period a counter counts in; all of time for credits. */
    public QuotaWindow window(int index) {
        return index < quotas.size() ? quotas.get(index).window() : CreditsClaim.EVER;
    }

    /** Returns the units counted into a counter; 0 or more. */
    public long counted(int index) {
        return counted[index];
    }
}
