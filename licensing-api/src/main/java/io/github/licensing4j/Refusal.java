package io.github.licensing4j;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reason of a refused call, and what would change it. It is safe to show to the caller: it contains no token, key
 * or claim.
 *
 * @param id the id of the decision, for logs and support, unique across processes
 * @param code the reason, from which status, title and challenge follow
 * @param detail one sentence for people
 * @param license the license of the call, null if none is known for certain
 * @param limit the limit that refused, null unless the code is of a limit
 * @param limits every limit that was checked, including the refusing one
 * @param retryAt when the same call may pass, null if waiting does not help
 * @param upgrade plans that would have granted the call, null if none
 * @param scopes the scopes that were missing, empty unless the code is {@link RefusalCode#SCOPE_MISSING}
 * @param challenge asks for a proof of possession, null for the challenge of the code
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
        Set<String> scopes,
        @Nullable ProofChallenge challenge) {
    public Refusal {
        limits = List.copyOf(limits);
        scopes = Set.copyOf(scopes);
    }

    /** Creates a refusal of a credential or request, before any license is known. */
    public static Refusal of(String id, RefusalCode code, String detail) {
        return of(id, code, detail, null);
    }

    /** Creates a refusal of a credential or its proof, before any license is known. */
    public static Refusal of(String id, RefusalCode code, String detail, @Nullable ProofChallenge challenge) {
        return new Refusal(id, code, detail, null, null, List.of(), null, null, Set.of(), challenge);
    }
}
