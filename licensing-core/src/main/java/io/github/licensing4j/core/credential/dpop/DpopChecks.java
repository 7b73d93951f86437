package io.github.licensing4j.core.credential.dpop;

import io.github.licensing4j.Call;
import io.github.licensing4j.core.credential.TargetUri;
import io.github.licensing4j.core.credential.TokenFault;
import io.github.licensing4j.core.credential.dpop.DpopNonces.Accepted;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.spi.ReplayMark;
import io.github.licensing4j.spi.ReplayStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks proofs (RFC 9449 §4.3), the cheapest check first. The signature comes after everything that needs no key, and
 * the mark of a used proof last, so that a proof that fails for another reason stays unused.
 */
final class DpopChecks {
    static final String PROOF_FIELD = "DPoP";
    static final String NONCE_FIELD = "DPoP-Nonce";

    /**
     * Marks of requests for tokens are of one key: their proofs are by keys that no token is bound to yet, so that each could have another
     * one, and their number is bounded apart from that of calls.
     */
    private static final String TOKEN_REQUESTS = "token-requests";

    private static final Logger log = LoggerFactory.getLogger(DpopChecks.class);

    private final DpopSettings settings;
    private final @Nullable DpopNonces nonces;
    private final ReplayStore replays;
    private final InstantSource clock;
    private final ProofSignatures signatures = new ProofSignatures();
    private final AtomicBoolean isAddressExplained = new AtomicBoolean();

    /** @param nonces null if no nonce is required */
    DpopChecks(DpopSettings settings, @Nullable DpopNonces nonces, ReplayStore replays, InstantSource clock) {
        this.settings = settings;
        this.nonces = nonces;
        this.replays = replays;
        this.clock = clock;
    }

    /** The result of the checks. */
    sealed interface Result {}

    /**
     * Every check holds.
     *
     * @param thumbprint the key of the proof
     * @param fields header fields for the response
     */
    record Valid(String thumbprint, Map<String, String> fields) implements Result {}

    /** The proof is not valid. */
    record Invalid(String cause) implements Result {}

    /** The proof has no recent nonce, and needs this one. */
    record NonceNeeded(String nonce) implements Result {
        Map<String, String> fields() {
            return Map.of(NONCE_FIELD, nonce);
        }
    }

    /** The use of the proof cannot be recorded. */
    record Unavailable(String cause) implements Result {}

    /**
     * The token that a proof at a protected resource must be made for.
     *
     * @param token the token that is presented with it
     * @param thumbprint the key that the token is bound to
     */
    record Presented(String token, String thumbprint) {}

    /** @param presented null at the token endpoint, where there is no token yet */
    Result check(Call call, @Nullable Presented presented) {
        try {
            List<String> fields = call.evidence().header(PROOF_FIELD);
            if (fields.size() != 1) {
                return new Invalid("there are " + fields.size() + " DPoP fields, expected one");
            }
            DpopProof proof = DpopProof.parse(fields.get(0));
            String target = requireRequest(proof.claims(), call);
            if (presented != null) {
                requireToken(proof, presented);
            }
            String key = presented == null ? TOKEN_REQUESTS : DpopProofVerifier.METHOD + ":" + presented.thumbprint;
            return checkTime(proof, new Use(key, target), clock.millis());
        } catch (TokenFault fault) {
            return new Invalid(String.valueOf(fault.getMessage()));
        }
    }

    /** Checks method and address (checks 8 and 9). Returns the normalized address. */
    private String requireRequest(DpopProof.Claims claims, Call call) throws TokenFault {
        // RFC 9110 §9.1: methods are case-sensitive.
        if (!claims.method.equals(call.method())) {
            throw TokenFault.invalid("its 'htm' is not the method of the request");
        }
        String actual = call.evidence()
                .effectiveUri()
                .flatMap(TargetUri::normalized)
                .orElseThrow(() -> TokenFault.invalid("the address of the request is not known"));
        String claimed = TargetUri.normalized(claims.uri)
                .orElseThrow(() -> TokenFault.invalid("its 'htu' is no http or https address"));
        if (!claimed.equals(actual)) {
            if (!TargetUri.origin(claimed).equals(TargetUri.origin(actual))) {
                explainAddress();
            }
            throw TokenFault.invalid("its 'htu' is not the address of the request");
        }
        return actual;
    }

    /** The addresses themselves are not logged: both come from the caller. */
    private void explainAddress() {
        if (isAddressExplained.compareAndSet(false, true)) {
            log.warn("A DPoP proof names another scheme, host or port than its request has. If this service is behind a"
                    + " proxy, set licensing.external-uri to the address that clients use. Reported once");
        }
    }

    /** Checks the hash of the token and its binding to the key of the proof (check 12). */
    private static void requireToken(DpopProof proof, Presented presented) throws TokenFault {
        String hash = proof.claims().tokenHash;
        String expected = ProofKey.encoded(Sha256.of(presented.token.getBytes(StandardCharsets.US_ASCII)));
        if (hash == null || !isEqual(hash, expected)) {
            throw TokenFault.invalid("its 'ath' is not the hash of the token");
        }
        if (!isEqual(proof.key().thumbprint(), presented.thumbprint)) {
            throw TokenFault.invalid("its key is not the one that the token is bound to");
        }
    }

    private static boolean isEqual(String text, String expected) {
        return MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    /** Checks the nonce, or {@code iat} where none is required (checks 10 and 11). */
    private Result checkTime(DpopProof proof, Use use, long nowMillis) throws TokenFault {
        if (nonces == null) {
            long issued = proof.claims().issuedMillis;
            long until = issued + settings.window().toMillis();
            long ahead = DpopSettings.AHEAD.toMillis();
            if (nowMillis >= until || issued > nowMillis + ahead) {
                throw TokenFault.invalid("its 'iat' is too old, or in the future");
            }
            return use(proof, use, new Times(issued - ahead, nowMillis, until + ahead), Map.of());
        }
        String nonce = proof.claims().nonce;
        Accepted accepted = nonce == null ? null : nonces.accept(nonce, nowMillis);
        if (accepted == null) {
            return new NonceNeeded(nonces.current(nowMillis));
        }
        Map<String, String> fields = accepted.isCurrent() ? Map.of() : Map.of(NONCE_FIELD, nonces.current(nowMillis));
        return use(proof, use, new Times(accepted.fromMillis(), nowMillis, accepted.untilMillis()), fields);
    }

    /**
     * The use of a proof.
     *
     * @param key the key that its mark is of
     * @param target the normalized address of the request
     */
    private record Use(String key, String target) {}

    /** The times from and until which any node accepts a proof, and the present one. */
    private record Times(long fromMillis, long nowMillis, long untilMillis) {}

    private Result use(DpopProof proof, Use use, Times times, Map<String, String> fields) throws TokenFault {
        if (!signatures.verifies(proof)) {
            throw TokenFault.invalid("its signature does not verify with its key");
        }
        String thumbprint = proof.key().thumbprint();
        ReplayMark mark = new ReplayMark(
                use.key,
                // No text of a proof has a line break.
                Sha256.hex(thumbprint + "\n" + proof.claims().id + "\n" + use.target),
                Instant.ofEpochMilli(times.fromMillis),
                Instant.ofEpochMilli(times.nowMillis),
                Instant.ofEpochMilli(times.untilMillis));
        return switch (replays.use(mark)) {
            case FIRST -> new Valid(thumbprint, fields);
            case REPLAYED -> new Invalid("it was used before");
            case FULL -> new Unavailable("too many proofs were used lately");
            case UNKNOWN -> new Unavailable("it is not known whether it was used before");
        };
    }
}
