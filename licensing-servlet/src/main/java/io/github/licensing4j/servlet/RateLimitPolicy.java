package io.github.licensing4j.servlet;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The constant part of the draft-11 fields for calls under the same limits. A limit whose meter has no known scale is
 * left out.
 */
final class RateLimitPolicy {
    private final Limit[] limits;
    private final long[] factors;
    private final String[] names;
    private final @Nullable String field;

    /** @param catalog the source of the smallest units in a whole unit of each limit */
    RateLimitPolicy(List<LimitStatus> statuses, CatalogSummary catalog) {
        this.limits = statuses.stream().map(LimitStatus::limit).toArray(Limit[]::new);
        this.factors = new long[limits.length];
        this.names = new String[limits.length];
        boolean any = false;
        for (int i = 0; i < limits.length; i++) {
            factors[i] = LimitFields.factor(catalog, limits[i]);
            names[i] = (any ? ", " : "") + string(limits[i].name());
            any |= factors[i] > 0;
        }
        this.field = Stream.of(limits).anyMatch(LimitFields::isBalance) ? null : policy(statuses);
    }

    /** Renders the {@code RateLimit-Policy} field. */
    String field(List<LimitStatus> statuses) {
        return field == null ? policy(statuses) : field;
    }

    private String policy(List<LimitStatus> statuses) {
        var policy = new StringBuilder();
        for (int i = 0; i < limits.length; i++) {
            if (factors[i] == 0) {
                continue;
            }
            policy.append(names[i]).append(";q=").append(Seconds.clamp(LimitFields.most(statuses.get(i)) / factors[i]));
            LimitFields.window(limits[i])
                    .ifPresent(window -> policy.append(";w=").append(window));
            LimitFields.quantityUnit(limits[i])
                    .ifPresent(unit -> policy.append(";qu=\"").append(unit).append('"'));
        }
        return policy.toString();
    }

    /** Renders the {@code RateLimit} field: the current state of these limits, remaining units rounded down. */
    String status(List<LimitStatus> statuses, long nowMillis) {
        var field = new StringBuilder(32 * names.length);
        for (int i = 0; i < names.length; i++) {
            if (factors[i] == 0) {
                continue;
            }
            LimitStatus status = statuses.get(i);
            field.append(names[i]).append(";r=").append(Seconds.clamp(status.remaining() / factors[i]));
            if (status.resetsAt() != null) {
                field.append(";t=").append(Seconds.until(status.resetsAt(), nowMillis));
            }
        }
        return field.toString();
    }

    /**
     * Returns whether this policy is for exactly these limits, in this order. Catalog snapshots share their limit
     * objects.
     */
    @SuppressWarnings("ReferenceEquality") // equal limits have equal policies, but comparing them deeply costs more
    boolean isOf(List<LimitStatus> statuses) {
        if (statuses.size() != limits.length) {
            return false;
        }
        for (int i = 0; i < limits.length; i++) {
            if (statuses.get(i).limit() != limits[i]) {
                return false;
            }
        }
        return true;
    }

    /** Renders a structured-field string (RFC 9651 section 3.3.3). */
    private static String string(String name) {
        var text = new StringBuilder(name.length() + 2).append('"');
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c < 0x20 || c > 0x7e ? '?' : c);
        }
        return text.append('"').toString();
    }
}
