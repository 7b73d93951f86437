package io.github.licensing4j.spring.dpop;

import java.util.Map;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.DPoPAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.DPoPAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Verifies proofs with Spring Security as a resource server does, for a token that was verified before. */
final class SpringVerifier {
    /** Returns whether a proof is accepted. Its time is the wall clock, and its used identifiers are those of the process. */
    boolean accepts(SentProof proof) {
        Jwt token = Jwt.withTokenValue(SentProof.TOKEN)
                .header("alg", "ES256")
                .claim("cnf", Map.of("jkt", proof.thumbprint()))
                .build();
        var provider = new DPoPAuthenticationProvider(request -> new JwtAuthenticationToken(token));
        try {
            return provider.authenticate(
                            new DPoPAuthenticationToken(SentProof.TOKEN, proof.text(), proof.method(), proof.uri()))
                    != null;
        } catch (AuthenticationException | IllegalArgumentException e) {
            return false;
        }
    }
}
