package io.github.licensing4j;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a call may not pass, and what would change that. It is safe to show to the caller: no token, key or claim is in it.
 *
 * @param id names this decision in logs and support questions, unique across processes
 * @param code the reason, from which status, title and challenge follow
 * @param detail one sentence for people
 * @param license the license it speaks of, null where none is known for certain
 * @param limit the limit that refused, null unless the code is of a limit
 * @param limits every limit that was looked at, the refusing one included
 * @param retryAt when the same call may pass, null where waiting does not help
 * @param upgrade what the caller could buy instead, null where no plan would have granted the call
 * @param scopes the scopes that were missing, empty unless the code is {@link RefusalCode#SCOPE_MISSING}
 */
public record Refusal(
        String id,
        RefusalCode code,
        String detail,
        @Nullable License license,
        @Nullable LimitStatus limit,
        List<LimitStatus> limits,
        @Nullable Instant retryAt,
        @Nullable Upgrade upgrade,
        Set<String> scopes) {
    public Refusal {
        limits = List.copyOf(limits);
        scopes = Set.copyOf(scopes);
    }

    /** A refusal about a credential or request, before any license is known. */
    public static Refusal of(String id, RefusalCode code, String detail) {
        return new Refusal(id, code, detail, null, null, List.of(), null, null, Set.of());
    }
}
