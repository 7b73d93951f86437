package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.Order;
import io.github.licensing4j.core.audit.AuditChain.Act;
import io.github.licensing4j.spi.RefreshTokenRecord;
import io.github.licensing4j.spi.Revocation;
import java.util.Map;

/**
 * Revokes the family of a refresh token that came a second time. There is a copy of the token, and nothing tells the owner from
 * the thief, so no credential that came from the family holds any more.
 */
final class ReusedTokens {
    private static final Order REUSE = Order.by("caller", "a refresh token was used twice");

    private final String issuer;
    private final Registrar registrar;
    private final TokenSweep tokens;
    private final MadeKeys made;

    ReusedTokens(String issuer, Registrar registrar) {
        this.issuer = issuer;
        this.registrar = registrar;
        this.tokens = new TokenSweep(registrar);
        this.made = new MadeKeys(issuer, registrar);
    }

    /** @param hash the SHA-256 of the refresh token, in hexadecimal */
    void revoke(String hash) {
        String family = registrar.carryOut(draft -> {
            RefreshTokenRecord token = registrar.store().refreshToken(hash).orElse(null);
            if (token == null) {
                return "";
            }
            if (!registrar.store().isFamilyRevoked(issuer, token.family())) {
                draft.change().revocation(new Revocation.OfFamily(issuer, token.family(), draft.now()));
                tokens.begin(draft, token.family());
                draft.act(new Act(
                        REUSE.actor(),
                        "refresh-token.reused",
                        token.license().value(),
                        token.family(),
                        REUSE.reason(),
                        Map.of("key", token.keyId())));
            }
            return token.family();
        });
        if (!family.isEmpty()) {
            tokens.finish(family);
            made.revoke(family, REUSE);
        }
    }
}
