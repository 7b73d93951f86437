package io.github.licensing4j.core.credential;

import io.github.licensing4j.Credential;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.CredentialVerification;
import io.github.licensing4j.spi.CredentialVerifier;
import io.github.licensing4j.spi.ProofVerifier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verifies license tokens: signed JWTs of the type {@code license+jwt}.
 *
 * <p>All checks that need no key come before the signature; the signature is the last check and the only way to a
 * {@link VerifiedCredential}. Safe for use by many threads.
 */
public final class LicenseTokenVerifier implements CredentialVerifier {
    /** RFC 7519 §4.1.4 allows "no more than a few minutes". */
    public static final Duration MAX_SKEW = Duration.ofMinutes(5);

    private static final String TYPE = "license+jwt";

    private final Map<String, TrustAnchor> anchors = new HashMap<>();
    private final InstantSource clock;
    private final long skewMillis;
    private final List<ProofVerifier> proofs;

    /**
     * @param anchors every trusted issuer, each once
     * @param skew how far the issuers' clocks may differ from this one, at most {@link #MAX_SKEW}
     * @param proofs the verifiers of proofs; a token bound to a key that none of them accepts is refused
     */
    public LicenseTokenVerifier(
            List<TrustAnchor> anchors, Duration skew, InstantSource clock, List<ProofVerifier> proofs) {
        anchors.forEach(anchor -> this.anchors.put(anchor.issuer(), anchor));
        this.clock = clock;
        this.skewMillis = skew.toMillis();
        this.proofs = List.copyOf(proofs);
    }

    /** Returns true: a credential of no other kind is verified as a license token. */
    @Override
    public boolean accepts(Credential credential) {
        return true;
    }

    @Override
    public CredentialVerification verify(Credential credential) {
        return verify(credential.value());
    }

    /** Verifies one token. Never throws because of its content. */
    public CredentialVerification verify(String token) {
        try {
            CompactJws jws = CompactJws.parse(token);
            requireType(jws.header().typ());
            TokenClaims claims = TokenClaims.read(jws.payload());
            TrustAnchor anchor = anchorOf(claims);
            requireTimes(claims);
            if (!jws.header().alg().isForLicenses()) {
                throw TokenFault.invalid("its 'alg' is not accepted for license tokens");
            }
            anchor.requireSignature(jws);
            requirePossession(claims);
            claims.keyId = String.valueOf(jws.header().kid());
            return new VerifiedCredential(claims);
        } catch (TokenFault fault) {
            return fault.toRejection();
        }
    }

    /** Returns whether the key that signed a token is still a key of its issuer. */
    public boolean trustsKeyOf(VerifiedCredential token) {
        TrustAnchor anchor = anchors.get(token.license().issuer());
        if (anchor == null) {
            return false;
        }
        try {
            VerificationKey unused = anchor.key(token.signingKeyId());
            return true;
        } catch (TokenFault fault) {
            return false;
        }
    }

    private static void requireType(@Nullable String typ) throws TokenFault {
        // RFC 7515 §4.1.9: a media type, its application/ left out where nothing else has a slash; case does not
        // matter.
        String type = typ == null ? "" : typ.toLowerCase(Locale.ROOT);
        if (!type.equals(TYPE) && !type.equals("application/" + TYPE)) {
            throw TokenFault.invalid("its 'typ' is not " + TYPE);
        }
    }

    private TrustAnchor anchorOf(TokenClaims claims) throws TokenFault {
        TrustAnchor anchor = anchors.get(claims.issuer);
        if (anchor == null) {
            throw TokenFault.invalid("its issuer is not trusted");
        }
        if (!claims.audience.contains(anchor.audience())) {
            throw TokenFault.invalid("it is meant for another audience");
        }
        return anchor;
    }

    private void requireTimes(TokenClaims claims) throws TokenFault {
        long now = clock.millis();
        if (now >= claims.expiresMillis + skewMillis) {
            throw TokenFault.of(RefusalCode.CREDENTIAL_EXPIRED, "it has expired");
        }
        if (claims.issuedMillis > now + skewMillis || claims.notBeforeMillis > now + skewMillis) {
            throw TokenFault.invalid("it was issued in the future, or is not valid yet");
        }
    }

    /** Refuses a token that is bound to a key which no verifier accepts: a binding must not be ignored. */
    private void requirePossession(TokenClaims claims) throws TokenFault {
        List<Confirmation> bound = claims.confirmations;
        boolean isVerifiable = !bound.isEmpty() && bound.stream().allMatch(this::isVerifiable);
        if (claims.needsProof() && !isVerifiable) {
            throw TokenFault.of(RefusalCode.PROOF_REQUIRED, "it is bound to a key and came without a proof");
        }
    }

    private boolean isVerifiable(Confirmation confirmation) {
        return proofs.stream().anyMatch(proof -> proof.accepts(confirmation));
    }
}
