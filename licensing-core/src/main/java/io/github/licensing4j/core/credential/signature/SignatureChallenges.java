package io.github.licensing4j.core.credential.signature;

import io.github.licensing4j.Call;
import io.github.licensing4j.ProofChallenge;
import java.util.Map;
import java.util.stream.Collectors;
import org.greenbytes.http.sfv.StringItem;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a signature: {@code Accept-Signature} lists what it must cover (RFC 9421 §5.1). It depends on the fields that a
 * request has, and repeats nothing of their values.
 */
final class SignatureChallenges {
    private static final String SCHEME = "Signature";
    private static final String INVALID = SCHEME + " error=\"invalid_signature\"";
    /** Refuses a signed call without saying what a signature must cover. */
    static final ProofChallenge PLAIN = ProofChallenge.of(INVALID);

    private final Coverage coverage;
    private final @Nullable String tag;

    SignatureChallenges(Coverage coverage, @Nullable String tag) {
        this.coverage = coverage;
        this.tag = tag;
    }

    /** Returns the challenge of a call that has no signature by a key of a license. */
    ProofChallenge missing(Call call) {
        return new ProofChallenge(SCHEME, fields(call));
    }

    /** Returns the challenge of a call whose signature is not valid. */
    ProofChallenge invalid(Call call) {
        return new ProofChallenge(INVALID, fields(call));
    }

    private Map<String, String> fields(Call call) {
        String components = coverage.required(call).stream()
                .map(name -> StringItem.valueOf(name).serialize())
                .collect(Collectors.joining(" ", "sig=(", ");created"));
        return Map.of(
                SignatureProofVerifier.FIELD,
                tag == null
                        ? components
                        : components + ";tag=" + StringItem.valueOf(tag).serialize());
    }
}
