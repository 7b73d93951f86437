package io.github.licensing4j.spi;

import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import org.jspecify.annotations.Nullable;

/**
 * Names one counter. Editing a limit's amounts keeps its counter; another meter, kind, period or scope is another counter.
 *
 * @param limit the limit's name, or the first name it had where it was renamed
 * @param meter what it counts, null where it counts calls themselves
 * @param kind the kind of limit
 * @param per its period in ISO 8601; the id of the grant for credits; empty where the kind has none
 * @param scope whose use it counts together
 * @param subject the customer, key or user it is of; empty for {@link Scope#LICENSE}
 */
public record CounterId(
        String limit, @Nullable String meter, Limit.Kind kind, String per, Scope scope, String subject) {

    /** Whose use is counted together. */
    public enum Scope {
        /** Every license of a customer. */
        CUSTOMER,
        /** One license: the default. */
        LICENSE,
        /** One API key of a license, with the tokens that came from it. */
        KEY,
        /** One user of a license. */
        USER
    }

    /**
     * The counter of a quota, without a subject.
     *
     * @param limit the quota's name, or the first name it had where it was renamed
     */
    public static CounterId ofQuota(QuotaLimit quota, String limit) {
        Scope scope = switch (quota.of()) {
            case CUSTOMER -> Scope.CUSTOMER;
            case LICENSE -> Scope.LICENSE;
            case KEY -> Scope.KEY;
            case USER -> Scope.USER;
        };
        return new CounterId(limit, quota.meter(), quota.kind(), quota.per().toString(), scope, "");
    }

    /** A counter of a license as a whole. */
    public CounterId(String limit, @Nullable String meter, Limit.Kind kind, String per) {
        this(limit, meter, kind, per, Scope.LICENSE, "");
    }
}
