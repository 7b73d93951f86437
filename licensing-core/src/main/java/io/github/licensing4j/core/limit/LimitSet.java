package io.github.licensing4j.core.limit;

import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Holder;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.core.catalog.CounterNaming;
import io.github.licensing4j.core.catalog.LimitStart;
import io.github.licensing4j.spi.CounterId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a set of terms with their counters named, made once for all licenses on these terms by
 * {@link Limits#invoiceLines}. Limits of kinds that this version does not enforce are not in it; the catalog's check says so.
 * Safe for use by many threads.
 */
public final class LimitSet {
    /** Far above the number of endpoints that charge differently. Past it all is forgotten: catalogs come and go. */
    private static final int MAX_CLAIMS = 1_000;

    private final List<Line> lines;
    private final ConcurrentHashMap<ChargePlan, ReservationTemplate> claims = new ConcurrentHashMap<>(2);

    /** One enforced limit and the counter it counts on. */
    sealed interface Line {
        Limit limit();

        /** The counter; of a quota or credits its name, to which the subject or the grant is added. */
        CounterId counter();

        /** The meter whose units it takes, null where it takes each call as one. */
        default @Nullable String meter() {
            return counter().meter();
        }
    }

    record Flight(ConcurrencyLimit limit, CounterId counter) implements Line {}

    record Rate(RateLimit limit, CounterId counter) implements Line {}

    /**
     * @param amountBefore the amount of the period before, from which what is left of it is carried
     * @param start when the counter took the place of another one, null if it never did
     */
    record Quota(
            QuotaLimit limit,
            CounterId counter,
            long amountBefore,
            @Nullable LimitStart start) implements Line {

        /** The counter of the one who calls. */
        CounterId counterOf(LimitSubject limitSubject) {
            return limit.of() == Holder.LICENSE
                    ? counter
                    : new CounterId(
                            counter.limit(),
                            counter.meter(),
                            counter.kind(),
                            counter.per(),
                            counter.scope(),
                            limitSubject.subject(limit.of()));
        }
    }

    record Credits(CreditsLimit limit, CounterId counter) implements Line {

        /** The counter of what is consumed of a grant. */
        CounterId counterOf(String grant) {
            return new CounterId(counter.limit(), counter.meter(), counter.kind(), grant);
        }
    }

    private LimitSet(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    static LimitSet of(List<Limit> limits, CounterNaming naming) {
        return of(Proration.none(limits), naming);
    }

    /**
     * Lays out limits, keeping their order.
     *
     * @param naming names the counters
     */
    static LimitSet of(Proration amounts, CounterNaming naming) {
        List<Line> lines = new ArrayList<>(amounts.limits().size());
        for (Limit limit : amounts.limits()) {
            Line line = line(limit, naming, amounts);
            if (line != null) {
                lines.add(line);
            }
        }
        return new LimitSet(lines);
    }

    private static @Nullable Line line(Limit limit, CounterNaming naming, Proration amounts) {
        String name = naming.counterName(limit);
        if (limit instanceof ConcurrencyLimit concurrency) {
            return new Flight(concurrency, new CounterId(name, null, limit.kind(), ""));
        }
        if (limit instanceof RateLimit rate) {
            return new Rate(rate, new CounterId(name, rate.meter(), limit.kind(), ""));
        }
        if (limit instanceof QuotaLimit quota) {
            long before = amounts.amountsBefore().getOrDefault(quota.name(), quota.amount());
            return new Quota(quota, CounterId.ofQuota(quota, name), before, naming.start(limit));
        }
        return limit instanceof CreditsLimit credits
                ? new Credits(credits, new CounterId(name, credits.meter(), limit.kind(), ""))
                : null;
    }

    /** Whether a limit counts each user, or each key, by itself. */
    public boolean counts(Holder of) {
        for (Line line : lines) {
            if (line instanceof Quota quota && quota.limit().of() == of) {
                return true;
            }
        }
        return false;
    }

    List<Line> lines() {
        return lines;
    }

    /** What calls with these charges claim. */
    ReservationTemplate claims(ChargePlan charges) {
        ReservationTemplate known = claims.get(charges);
        if (known == null) {
            known = ReservationTemplate.of(lines, charges);
            if (claims.size() >= MAX_CLAIMS) {
                claims.clear();
            }
            claims.put(charges, known);
        }
        return known;
    }
}
