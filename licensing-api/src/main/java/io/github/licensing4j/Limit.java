package io.github.licensing4j;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One named limit of a plan. Immutable; the same object is shared by every call under the same catalog snapshot.
 *
 * <p>The name is unique within a plan and made of printable ASCII, so that it fits into a header field.
 */
public sealed interface Limit permits RateLimit, QuotaLimit, CreditsLimit, ConcurrencyLimit, SeatsLimit {

    /** Returns the limit's name within its plan. */
    String name();

    /** Returns the kind of the limit, as written in the catalog. */
    Kind kind();

    /** Returns the meter whose units it limits, null if it limits calls or their callers. */
    @Nullable
    String meter();

    /** Returns the limits of one type, in their order. */
    static <L extends Limit> List<L> select(Collection<? extends Limit> limits, Class<L> type) {
        return limits.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The kinds of limits. */
    enum Kind {
        RATE("rate"),
        QUOTA("quota"),
        CREDITS("credits"),
        CONCURRENCY("concurrency"),
        SEATS("seats");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** Returns the kind as it is written in the catalog and on the wire. */
        public String text() {
            return text;
        }
    }
}
