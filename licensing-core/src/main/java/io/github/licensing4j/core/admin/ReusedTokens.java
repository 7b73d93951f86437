package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.spi.RefreshTokenRecord;
import io.github.licensing4j.spi.Revocation;
import java.util.Map;

/**
 * Revokes the family of a refresh token that was used twice. The token was copied, and the owner cannot be
 * distinguished from the thief, so every credential of the family is revoked.
 */
final class ReusedTokens {
    private static final AdminContext REUSE = AdminContext.by("caller", "a refresh token was used twice");

    private final String issuer;
    private final AdminTransactions adminTransactions;
    private final TokenSweep tokens;
    private final MadeKeys made;

    ReusedTokens(String issuer, AdminTransactions adminTransactions) {
        this.issuer = issuer;
        this.adminTransactions = adminTransactions;
        this.tokens = new TokenSweep(adminTransactions);
        this.made = new MadeKeys(issuer, adminTransactions);
    }

    /** @param hash the SHA-256 of the refresh token, in hexadecimal */
    void revoke(String hash) {
        String family = adminTransactions.carryOut(pendingChange -> {
            RefreshTokenRecord token =
                    adminTransactions.store().credentials().refreshToken(hash).orElse(null);
            if (token == null) {
                return "";
            }
            if (!adminTransactions.store().revocations().isFamilyRevoked(issuer, token.family())) {
                pendingChange.change().revocation(new Revocation.OfFamily(issuer, token.family(), pendingChange.now()));
                tokens.begin(pendingChange, token.family());
                pendingChange.act(new AuditAction(
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
