package io.github.licensing4j.spi;

import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Identifies one counter. Editing a limit's amounts keeps its counter; another meter, kind, period or scope is another
 * counter.
 *
 * @param limit the limit's name, or its first name if it was renamed
 * @param meter the meter it counts, null if it counts calls
 * @param kind the kind of limit
 * @param per its period in ISO 8601; the id of the grant for credits; empty where the kind has none
 * @param scope the callers whose usage it counts together
 * @param subject the customer, key or user it is of; empty for {@link Scope#LICENSE}
 */
public record CounterId(
        String limit, @Nullable String meter, Limit.Kind kind, String per, Scope scope, String subject) {

    /**
     * Returns the counter of a quota, without a subject.
     *
     * @param limit the quota's name, or its first name if it was renamed
     */
    public static CounterId ofQuota(QuotaLimit quota, String limit) {
        return new CounterId(limit, quota.meter(), quota.kind(), quota.per().toString(), quota.of(), "");
    }

    /** Creates a counter of a license as a whole. */
    public CounterId(String limit, @Nullable String meter, Limit.Kind kind, String per) {
        this(limit, meter, kind, per, Scope.LICENSE, "");
    }
}
