package io.github.licensing4j.core.limit;

import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.spi.CounterId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a set of terms with their counters named, made once for all licenses on these terms by
 * {@link Limits#sheet}. Limits of kinds that this version does not enforce are not in it; the catalog's check says so.
 * Safe for use by many threads.
 */
public final class LimitSheet {
    /** Far above the number of endpoints that charge differently. */
    private static final int MAX_CLAIMS = 1_000;

    private final List<Line> lines;
    private final ConcurrentHashMap<ChargeSheet, Claims> claims = new ConcurrentHashMap<>(2);

    /** One enforced limit and the counter it counts on. */
    sealed interface Line {
        Limit limit();

        CounterId counter();

        /** The meter whose units it takes, null where it takes each call as one. */
        default @Nullable String meter() {
            return counter().meter();
        }
    }

    record Flight(ConcurrencyLimit limit, CounterId counter) implements Line {}

    record Rate(RateLimit limit, CounterId counter) implements Line {}

    record Quota(QuotaLimit limit, CounterId counter) implements Line {}

    private LimitSheet(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    /**
     * Lays out limits, keeping their order.
     *
     * @param counterName the first name a limit had, which its counter keeps
     */
    static LimitSheet of(List<Limit> limits, Function<Limit, String> counterName) {
        List<Line> lines = new ArrayList<>(limits.size());
        for (Limit limit : limits) {
            String name = counterName.apply(limit);
            if (limit instanceof ConcurrencyLimit concurrency) {
                lines.add(new Flight(concurrency, new CounterId(name, null, limit.kind(), "")));
            } else if (limit instanceof RateLimit rate) {
                lines.add(new Rate(rate, new CounterId(name, rate.meter(), limit.kind(), "")));
            } else if (limit instanceof QuotaLimit quota) {
                String per = quota.per().toString();
                lines.add(new Quota(quota, new CounterId(name, quota.meter(), limit.kind(), per)));
            }
        }
        return new LimitSheet(lines);
    }

    /** What calls with these charges claim. */
    Claims claims(ChargeSheet charges) {
        Claims known = claims.get(charges);
        if (known == null) {
            known = Claims.of(lines, charges);
            if (claims.size() < MAX_CLAIMS) {
                claims.put(charges, known);
            }
        }
        return known;
    }
}
