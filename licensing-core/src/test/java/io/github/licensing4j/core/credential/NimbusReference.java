package io.github.licensing4j.core.credential;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.crypto.impl.CriticalHeaderParamsDeferral;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.security.Signature;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** Verifies license tokens with Nimbus, whose Ed25519 verifier, which requires Tink, is replaced by the JDK's. */
final class NimbusReference {
    private static final int SKEW_SECONDS = 30;
    private static final int SIGNATURE_BYTES = 64;
    private static final Set<String> REQUIRED = Set.of("sub", "jti", "iat", "nbf", "exp", "lic");

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final JWKSet keys;

    NimbusReference(JWKSet keys, InstantSource clock) {
        this.keys = keys.toPublicJWKSet();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                new JOSEObjectType("license+jwt"), new JOSEObjectType("application/license+jwt")));
        processor.setJWSKeySelector((header, context) -> select(header));
        processor.setJWSVerifierFactory(new Verifiers());
        processor.setJWTClaimsSetVerifier(new Claims(clock));
    }

    boolean accepts(String token) {
        try {
            processor.process(token, null);
            return true;
        } catch (ParseException | BadJOSEException | JOSEException | RuntimeException e) {
            return false;
        }
    }

    private List<Key> select(JWSHeader header) throws KeySourceException {
        // EdDSA is the deprecated name of Ed25519 (RFC 9864).
        JWSAlgorithm algorithm =
                header.getAlgorithm().equals(JWSAlgorithm.EdDSA) ? JWSAlgorithm.Ed25519 : header.getAlgorithm();
        JWKMatcher matcher = new JWKMatcher.Builder()
                .keyID(header.getKeyID())
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(algorithm)
                .build();
        List<Key> found = new ArrayList<>();
        for (JWK jwk : new JWKSelector(matcher).select(keys)) {
            try {
                found.add(
                        jwk instanceof OctetKeyPair okp
                                ? KeyMaterial.ed25519Public(okp.getDecodedX())
                                : ((AsymmetricJWK) jwk).toPublicKey());
            } catch (JOSEException e) {
                throw new KeySourceException("a key of the test cannot be used", e);
            }
        }
        return found;
    }

    private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final InstantSource clock;

        Claims(InstantSource clock) {
            super(
                    TokenFixture.AUDIENCE,
                    new JWTClaimsSet.Builder().issuer(TokenFixture.ISSUER).build(),
                    REQUIRED);
            this.clock = clock;
            setMaxClockSkew(SKEW_SECONDS);
        }

        @Override
        protected Date currentTime() {
            // At exactly 'nbf' less the skew Nimbus refuses a token, which RFC 7519 §4.1.5 accepts: "after or equal
            // to".
            return Date.from(clock.instant().plusMillis(1));
        }
    }

    private static final class Verifiers extends DefaultJWSVerifierFactory {
        @Override
        public JWSVerifier createJWSVerifier(JWSHeader header, Key key) throws JOSEException {
            return JWSAlgorithm.Family.ED.contains(header.getAlgorithm())
                    ? new Ed25519Verifier((PublicKey) key)
                    : super.createJWSVerifier(header, key);
        }
    }

    private static final class Ed25519Verifier extends BaseJWSProvider implements JWSVerifier {
        private final CriticalHeaderParamsDeferral critical = new CriticalHeaderParamsDeferral();
        private final PublicKey key;

        Ed25519Verifier(PublicKey key) {
            super(Set.of(JWSAlgorithm.Ed25519, JWSAlgorithm.EdDSA));
            this.key = key;
        }

        @Override
        public boolean verify(JWSHeader header, byte[] input, Base64URL signature) {
            try {
                Signature verifier = Signature.getInstance("Ed25519");
                verifier.initVerify(key);
                verifier.update(input);
                byte[] bytes = signature.decode();
                // The JDK ignores bytes that follow the first 64; Tink refuses them.
                return critical.headerPasses(header) && bytes.length == SIGNATURE_BYTES && verifier.verify(bytes);
            } catch (GeneralSecurityException e) {
                return false;
            }
        }
    }
}
