package io.github.licensing4j.spi;

import java.util.List;

/** The quota counters of one license. Safe for use by many threads. */
public interface QuotaAccount {

    /**
     * Holds the units of every claim, or of none.
     *
     * @param claims what one call may use, at most one a counter; each is settled into the counter and window it names,
     *     whenever that is. The list is kept until then, so it must not change
     */
    QuotaAnswer reserve(List<QuotaClaim> claims, long nowMillis);

    /** Units counted in a window so far, held ones included. Takes nothing. */
    long used(CounterId counter, QuotaWindow window);
}
