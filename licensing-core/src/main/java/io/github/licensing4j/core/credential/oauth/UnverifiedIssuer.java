package io.github.licensing4j.core.credential.oauth;

import io.github.licensing4j.core.credential.JwsParts;
import io.github.licensing4j.core.credential.StrictJson;
import io.github.licensing4j.core.credential.TokenFault;
import java.util.Optional;

/** Reads the {@code iss} of a token that nothing is verified of: it selects the verifier, and decides nothing else. */
final class UnverifiedIssuer {
    /** Every JSON object starts like this in base64url. */
    private static final String START_OF_JWT = "eyJ";

    private static final int MAX_TEXT = 2048;

    private UnverifiedIssuer() {}

    /** Returns whether a text has the form of a signed JWT: a header and three parts. */
    static boolean isJwt(String text) {
        int first = text.indexOf('.');
        int second = first < 0 ? -1 : text.indexOf('.', first + 1);
        return text.startsWith(START_OF_JWT) && second > 0 && text.indexOf('.', second + 1) < 0;
    }

    /** Returns the issuer that a JWT names; empty if it names none, or is none. */
    static Optional<String> of(String token) {
        if (!isJwt(token)) {
            return Optional.empty();
        }
        try {
            JwsParts parts = JwsParts.of(token, JwtAccessTokenVerifier.MAX_LENGTH);
            Reader reader = new Reader();
            StrictJson.readObject(parts.payload(), "the claims", reader);
            return reader.issuer.isEmpty() ? Optional.empty() : Optional.of(reader.issuer);
        } catch (TokenFault fault) {
            return Optional.empty();
        }
    }

    private static final class Reader implements StrictJson.Members {
        private String issuer = "";

        @Override
        public void read(String name, StrictJson json) throws TokenFault {
            if (name.equals("iss")) {
                issuer = json.text(name, MAX_TEXT);
            } else {
                json.skip();
            }
        }
    }
}
