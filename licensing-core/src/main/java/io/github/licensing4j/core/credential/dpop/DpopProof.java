package io.github.licensing4j.core.credential.dpop;

import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.JwsParts;
import io.github.licensing4j.core.credential.SignatureCheck;
import io.github.licensing4j.core.credential.StrictJson;
import io.github.licensing4j.core.credential.TokenFault;
import org.jspecify.annotations.Nullable;

/** A DPoP proof (RFC 9449 §4.2), parsed strictly: exact types, all required members present. Not verified yet. */
final class DpopProof {
    /** The maximum length of a proof: the largest accepted RSA key and signature, and an address of 2,048 characters. */
    static final int MAX_LENGTH = 6144;

    private static final String TYPE = "dpop+jwt";
    private static final int MAX_TEXT = 256;
    private static final int MAX_URI = 2048;

    private final JwsParts parts;
    private final ProofKey key;
    private final Claims claims;

    private DpopProof(JwsParts parts, ProofKey key, Claims claims) {
        this.parts = parts;
        this.key = key;
        this.claims = claims;
    }

    /** Parses the value of a {@code DPoP} header field. */
    static DpopProof parse(String text) throws TokenFault {
        JwsParts parts = JwsParts.of(text, MAX_LENGTH);
        Header header = new Header();
        StrictJson.readObject(parts.header(), "the header", header);
        Claims claims = new Claims();
        StrictJson.readObject(parts.payload(), "the claims", claims);
        claims.requireAll();
        return new DpopProof(parts, header.key(), claims);
    }

    ProofKey key() {
        return key;
    }

    Claims claims() {
        return claims;
    }

    /** Returns whether the signature is one by the key of the header (RFC 9449 §4.3, check 6). */
    boolean isSigned(SignatureCheck check) {
        return check.verify(parts.signingInput(), parts.signature());
    }

    private static final class Header implements StrictJson.Members {
        private final ProofKey.Members jwk = new ProofKey.Members();
        private String typ = "";
        private @Nullable JwsAlgorithm alg;

        @Override
        public void read(String name, StrictJson json) throws TokenFault {
            switch (name) {
                case "typ" -> typ = json.text(name, MAX_TEXT);
                case "alg" -> alg = DpopAlgorithms.of(json.text(name, MAX_TEXT));
                case "jwk" -> json.object(name, jwk);
                case "crit", "jku", "x5u", "x5c", "b64", "enc", "zip" ->
                    throw TokenFault.invalid("the header has '" + name + "', which is not accepted");
                default -> json.skip();
            }
        }

        private ProofKey key() throws TokenFault {
            if (!typ.equals(TYPE)) {
                throw TokenFault.invalid("its 'typ' is not " + TYPE);
            }
            if (alg == null) {
                throw TokenFault.invalid("the header has no 'alg'");
            }
            return jwk.key(alg);
        }
    }

    /** The claims of a proof; empty text and null for those that are absent. */
    static final class Claims implements StrictJson.Members {
        String id = "";
        String method = "";
        String uri = "";
        long issuedMillis = -1;

        @Nullable
        String tokenHash;

        @Nullable
        String nonce;

        @Override
        public void read(String name, StrictJson json) throws TokenFault {
            switch (name) {
                case "jti" -> id = json.text(name, MAX_TEXT);
                case "htm" -> method = json.text(name, MAX_TEXT);
                case "htu" -> uri = json.text(name, MAX_URI);
                case "iat" -> issuedMillis = json.numericDateMillis(name);
                case "ath" -> tokenHash = json.text(name, MAX_TEXT);
                case "nonce" -> nonce = json.text(name, MAX_TEXT);
                default -> json.skip();
            }
        }

        private void requireAll() throws TokenFault {
            require(!id.isEmpty(), "jti");
            require(!method.isEmpty(), "htm");
            require(!uri.isEmpty(), "htu");
            require(issuedMillis >= 0, "iat");
        }

        private static void require(boolean there, String name) throws TokenFault {
            if (!there) {
                throw TokenFault.invalid("the claims have no '" + name + "'");
            }
        }
    }
}
