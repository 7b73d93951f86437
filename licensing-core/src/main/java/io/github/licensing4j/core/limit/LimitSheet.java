package io.github.licensing4j.core.limit;

import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.spi.ConcurrencyClaim;
import io.github.licensing4j.spi.CounterId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The limits of one license with their counters named, made once for all calls under the same terms. Limits of kinds
 * that this version does not enforce are not in it; the catalog's check says so.
 */
public final class LimitSheet {

    /** One enforced limit and the counter it counts on. */
    sealed interface Line {
        Limit limit();

        CounterId counter();
    }

    record Flight(ConcurrencyLimit limit, CounterId counter, ConcurrencyClaim claim) implements Line {}

    record Rate(RateLimit limit, CounterId counter) implements Line {}

    /**
     * @param index which of the sheet's quotas it is
     */
    record Quota(QuotaLimit limit, CounterId counter, int index) implements Line {}

    private final List<Line> lines;
    private final List<Quota> quotas = new ArrayList<>();

    private LimitSheet(List<Limit> limits, Function<Limit, String> counterName) {
        this.lines = new ArrayList<>(limits.size());
        for (Limit limit : limits) {
            add(limit, counterName.apply(limit));
        }
    }

    /**
     * Lays out limits, keeping their order.
     *
     * @param counterName the first name a limit had, which its counter keeps
     */
    public static LimitSheet of(List<Limit> limits, Function<Limit, String> counterName) {
        return new LimitSheet(limits, counterName);
    }

    List<Line> lines() {
        return lines;
    }

    List<Quota> quotas() {
        return quotas;
    }

    private void add(Limit limit, String name) {
        if (limit instanceof ConcurrencyLimit concurrency) {
            CounterId counter = new CounterId(name, null, Limit.Kind.CONCURRENCY, "");
            lines.add(new Flight(concurrency, counter, new ConcurrencyClaim(counter, concurrency.max())));
        } else if (limit instanceof RateLimit rate) {
            lines.add(new Rate(rate, new CounterId(name, rate.meter(), Limit.Kind.RATE, "")));
        } else if (limit instanceof QuotaLimit quota) {
            String per = quota.per().toString();
            Quota line = new Quota(quota, new CounterId(name, quota.meter(), Limit.Kind.QUOTA, per), quotas.size());
            quotas.add(line);
            lines.add(line);
        }
    }
}
