package io.github.licensing4j.servlet;

import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import java.util.List;

/** The part of the draft-11 fields that is the same for every call under the same limits. */
final class RateLimitPolicy {
    private final Limit[] limits;
    private final String[] names;
    private final String field;

    RateLimitPolicy(List<LimitStatus> statuses) {
        this.limits = statuses.stream().map(LimitStatus::limit).toArray(Limit[]::new);
        this.names = new String[limits.length];
        var policy = new StringBuilder();
        for (int i = 0; i < limits.length; i++) {
            names[i] = (i == 0 ? "" : ", ") + string(limits[i].name());
            policy.append(names[i]).append(";q=").append(Seconds.clamp(LimitTerms.most(limits[i])));
            LimitTerms.window(limits[i])
                    .ifPresent(window -> policy.append(";w=").append(window));
            if (limits[i] instanceof ConcurrencyLimit) {
                policy.append(";qu=\"concurrent-requests\"");
            }
        }
        this.field = policy.toString();
    }

    /** The {@code RateLimit-Policy} field. */
    String field() {
        return field;
    }

    /** The {@code RateLimit} field: how these limits stand. */
    String status(List<LimitStatus> statuses, long nowMillis) {
        var field = new StringBuilder(32 * names.length);
        for (int i = 0; i < names.length; i++) {
            LimitStatus status = statuses.get(i);
            field.append(names[i]).append(";r=").append(Seconds.clamp(status.remaining()));
            if (status.resetsAt() != null) {
                field.append(";t=").append(Seconds.until(status.resetsAt(), nowMillis));
            }
        }
        return field.toString();
    }

    /** Whether it is of these very limits, in this order. Catalog snapshots share their limit objects. */
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

    /** A structured-field string (RFC 9651 section 3.3.3). */
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
