package io.github.licensing4j.core.admin;

import io.github.licensing4j.Call;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseTokens;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.credential.Bindings;
import io.github.licensing4j.core.credential.signature.SignatureProofVerifier;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.RevokedToken;
import io.github.licensing4j.spi.TokenRecord;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Manages license tokens: issued for administrators, exchanged by callers, revoked. */
final class ManagedTokens implements LicenseTokens {
    private static final Duration MAX_TTL = Duration.ofDays(366);
    /**
     * The time for which the revocation of a token with unknown expiry is kept; its issuer may have issued it for many
     * years.
     */
    private static final Duration UNKNOWN_TTL = Duration.ofDays(36_525);

    private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern TOKEN_ID = Pattern.compile("[\\x21-\\x7E]{1,256}");

    private final AdminTransactions adminTransactions;
    private final LicenseFinder finder;
    private final TokenMint mint;
    private final KeyExchange exchange;
    private final Idempotency idempotency;
    private final TrustedIssuers issuers;
    private final MadeKeys made;
    private final ManagedSignatureKeys signatureKeys;

    ManagedTokens(
            TrustedIssuers issuers,
            AdminTransactions adminTransactions,
            LicenseFinder finder,
            TokenMint mint,
            KeyExchange exchange,
            ManagedSignatureKeys signatureKeys) {
        this.issuers = issuers;
        this.signatureKeys = signatureKeys;
        this.made = new MadeKeys(issuers.own(), adminTransactions);
        this.adminTransactions = adminTransactions;
        this.finder = finder;
        this.mint = mint;
        this.exchange = exchange;
        this.idempotency =
                new Idempotency(issuers.own(), adminTransactions.store().requests());
    }

    @Override
    public MintedToken mint(String licenseId, TokenRequest request, AdminContext by) {
        if (request.ttl().toSeconds() < 1 || request.ttl().compareTo(MAX_TTL) > 0) {
            throw new InvalidFieldException("ttl", "expected from PT1S to P366D");
        }
        KeyRequests.checkScopes(request.scopes());
        Bindings bindings = KeyRequests.bindings(request.bindings());
        Map.Entry<String, String> confirmation = confirmation(request.confirmation());
        return adminTransactions.carryOut(pendingChange -> {
            idempotency.refuseRepeat(by, pendingChange.now(), "token");
            LicenseRecord license = finder.open(licenseId, pendingChange);
            if (confirmation != null && confirmation.getKey().equals(SignatureProofVerifier.METHOD)) {
                signatureKeys.requireUsable(confirmation.getValue(), license.id(), pendingChange.now());
            }
            MintedToken minted = mint.mint(
                    pendingChange,
                    license,
                    TokenMint.Source.ADMIN,
                    new TokenMint.Grant(request.ttl(), request.scopes(), bindings, confirmation));
            pendingChange.change().idempotencyRecord(idempotency.of(by, minted.tokenId(), pendingChange.now()));
            pendingChange.act(new AuditAction(
                    by.actor(),
                    "token.minted",
                    licenseId,
                    minted.tokenId(),
                    by.reason(),
                    Map.of("expires", minted.expiresAt().toString())));
            return minted;
        });
    }

    private static Map.@Nullable Entry<String, String> confirmation(@Nullable KeyConfirmation wanted) {
        if (wanted == null) {
            return null;
        }
        if (wanted.method().equals(SignatureProofVerifier.METHOD)) {
            return Map.entry(wanted.method(), wanted.thumbprint());
        }
        if (!wanted.method().equals("jkt") && !wanted.method().equals("x5t#S256")) {
            throw new InvalidFieldException("cnf", "expected jkt, x5t#S256 or kid");
        }
        if (!THUMBPRINT.matcher(wanted.thumbprint()).matches()) {
            throw new InvalidFieldException(
                    "cnf." + wanted.method(), "expected a SHA-256 in 43 characters of base64url");
        }
        return Map.entry(wanted.method(), wanted.thumbprint());
    }

    @Override
    public TokenRevocation revoke(String tokenId, @Nullable String issuer, AdminContext by) {
        if (!TOKEN_ID.matcher(tokenId).matches()) {
            throw new NotFoundException("token", tokenId);
        }
        Secrets.refuseIn("tokenId", tokenId);
        String of = issuers.named(issuer);
        boolean isOnRecord = adminTransactions.carryOut(pendingChange -> {
            Optional<TokenRecord> known =
                    adminTransactions.store().credentials().token(of, tokenId);
            if (known.isEmpty() && issuer == null) {
                throw new NotFoundException("token", tokenId);
            }
            if (known.isEmpty() || known.get().revokedAt() == null) {
                revoke(
                        pendingChange,
                        known.orElse(null),
                        new RevokedToken(of, tokenId, pendingChange.now().plus(UNKNOWN_TTL)),
                        by);
            }
            return known.isPresent();
        });
        // Tokens of other issuers create no keys.
        if (of.equals(issuers.own())) {
            made.revoke(tokenId, by);
        }
        return new TokenRevocation(tokenId, of, isOnRecord);
    }

    /** @param unknown the revocation to store for a token that is not on record */
    private static void revoke(
            PendingChange pendingChange, @Nullable TokenRecord known, RevokedToken unknown, AdminContext by) {
        if (known != null) {
            pendingChange.change().token(known.revoked(pendingChange.now()));
        } else {
            pendingChange.change().revokedToken(unknown);
        }
        pendingChange.act(new AuditAction(
                by.actor(),
                "token.revoked",
                known == null ? null : known.license().value(),
                unknown.tokenId(),
                by.reason(),
                known == null ? Map.of("issuer", unknown.issuer(), "onRecord", "false") : Map.of()));
    }

    @Override
    public Exchange exchange(String key, Set<String> scopes, Call call) {
        return exchange.ofKey(key, scopes, call);
    }

    @Override
    public Exchange refresh(String refreshToken, Set<String> scopes, Call call) {
        return exchange.ofRefreshToken(refreshToken, scopes, call);
    }
}
