package io.github.licensing4j.core.admin;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.admin.LicenseTokens.Exchange;
import io.github.licensing4j.admin.LicenseTokens.MintedToken;
import io.github.licensing4j.core.audit.AuditChain.Act;
import io.github.licensing4j.core.credential.ApiKeys;
import io.github.licensing4j.core.credential.Bindings;
import io.github.licensing4j.core.license.Contract;
import io.github.licensing4j.core.license.LicenseBook;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.RefreshTokenRecord;
import io.github.licensing4j.spi.Revocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * API keys and refresh tokens for license tokens (RFC 6749 §4.4, §6). Refresh tokens rotate: each is used once, and one that
 * comes a second time kills all that came from the same exchange (RFC 9700 §4.14.2).
 */
final class KeyExchange {
    private static final Exchange NO_CLIENT = new Exchange.Declined("invalid_client", "The API key is not valid.");
    private static final Exchange NO_GRANT = new Exchange.Declined("invalid_grant", "The refresh token is not valid.");

    private final String issuer;
    private final Registrar registrar;
    private final LicenseBook book;
    private final TokenMint mint;
    private final TokenSettings settings;
    private final Ids ids;
    private final TokenSweep tokens;

    KeyExchange(String issuer, Registrar registrar, LicenseBook book, TokenMint mint, TokenSettings settings, Ids ids) {
        this.issuer = issuer;
        this.registrar = registrar;
        this.book = book;
        this.mint = mint;
        this.settings = settings;
        this.ids = ids;
        this.tokens = new TokenSweep(registrar);
    }

    Exchange ofKey(String key, Set<String> scopes, Peer peer) {
        if (!ApiKeys.isWellFormed(key)) {
            return NO_CLIENT;
        }
        Optional<ApiKeyRecord> found = book.key(ApiKeys.hash(key));
        if (found.isEmpty() || !bindings(found.get()).admits(peer)) {
            return NO_CLIENT;
        }
        String keyId = found.get().id();
        return registrar.carryOut(draft -> {
            ApiKeyRecord record = registrar.store().key(issuer, keyId).orElse(null);
            if (record == null || !holds(record, draft.now())) {
                return NO_CLIENT;
            }
            book.used(keyId, draft.now().toEpochMilli());
            return exchanged(draft, record, scopes, null);
        });
    }

    Exchange ofRefreshToken(String refreshToken, Set<String> scopes, Peer peer) {
        if (settings.refresh() == TokenSettings.Refresh.NONE || !ApiKeys.isWellFormedRefreshToken(refreshToken)) {
            return NO_GRANT;
        }
        String hash = ApiKeys.hash(refreshToken);
        List<String> killed = new ArrayList<>();
        Exchange result = registrar.carryOut(draft -> refreshed(draft, hash, scopes, peer, killed));
        killed.forEach(tokens::finish);
        return result;
    }

    private Exchange refreshed(Draft draft, String hash, Set<String> scopes, Peer peer, List<String> killed) {
        RefreshTokenRecord token = registrar.store().refreshToken(hash).orElse(null);
        if (token == null
                || !token.license().issuer().equals(issuer)
                || !token.expiresAt().isAfter(draft.now())
                || registrar.store().isFamilyRevoked(issuer, token.family())) {
            return NO_GRANT;
        }
        if (token.usedAt() != null) {
            kill(draft, token);
            killed.add(token.family());
            return NO_GRANT;
        }
        ApiKeyRecord key = registrar.store().key(issuer, token.keyId()).orElse(null);
        if (key == null || !holds(key, draft.now()) || !bindings(key).admits(peer)) {
            return NO_GRANT;
        }
        Exchange result = exchanged(draft, key, scopes, token.family());
        if (result instanceof Exchange.Exchanged) {
            draft.change().refreshToken(token.used(draft.now()));
        }
        return result;
    }

    /** Somebody has a copy: nobody can tell who is who, so nothing of the family is good any more. */
    private void kill(Draft draft, RefreshTokenRecord token) {
        draft.change().revocation(new Revocation.OfFamily(issuer, token.family(), draft.now()));
        tokens.begin(draft, token.family());
        draft.act(new Act(
                "caller",
                "refresh-token.reused",
                token.license().value(),
                token.family(),
                null,
                Map.of("key", token.keyId())));
    }

    private Exchange exchanged(Draft draft, ApiKeyRecord key, Set<String> wanted, @Nullable String family) {
        if (!key.scopes().containsAll(wanted)) {
            return declined("invalid_scope", "The API key does not have every scope that is asked.");
        }
        LicenseId id = key.license();
        LicenseRecord license = registrar.store().find(id).orElse(null);
        if (license == null || isOver(license, draft.now()) || book.isCustomerRevoked(issuer, license.customer())) {
            return declined("invalid_grant", "The license of the API key has ended.");
        }
        Set<String> scopes = wanted.isEmpty() ? key.scopes() : wanted;
        boolean rotating = settings.refresh() == TokenSettings.Refresh.ROTATING;
        String line = family != null || !rotating
                ? family
                : ids.next("fam_", draft.now().toEpochMilli());
        MintedToken minted = mint.mint(
                draft, license, new TokenMint.Source(key.id(), line), settings.ttl(), scopes, bindings(key), null);
        String refresh = line == null ? null : refreshToken(draft, key, line);
        draft.act(new Act("caller", "token.exchanged", id.value(), minted.tokenId(), null, Map.of("key", key.id())));
        return new Exchange.Exchanged(minted, settings.ttl(), scopes, refresh);
    }

    private String refreshToken(Draft draft, ApiKeyRecord key, String family) {
        String refresh = ApiKeys.generateRefreshToken(settings.environment());
        draft.change()
                .refreshToken(new RefreshTokenRecord(
                        ApiKeys.hash(refresh),
                        family,
                        key.id(),
                        key.license(),
                        1,
                        draft.now().plus(settings.refreshTtl()),
                        null,
                        new RefreshTokenRecord.Granted(key.scopes(), key.ips(), key.devices(), key.users())));
        return refresh;
    }

    private static Exchange declined(String error, String description) {
        return new Exchange.Declined(error, description);
    }

    private static boolean isOver(LicenseRecord license, Instant now) {
        return switch (Contract.at(license, now).state()) {
            case REVOKED, CANCELLED, EXPIRED -> true;
            case SUSPENDED, PAST_DUE, TRIALING, ACTIVE -> false;
        };
    }

    private static boolean holds(ApiKeyRecord key, Instant now) {
        return key.revokedAt() == null
                && (key.expiresAt() == null || key.expiresAt().isAfter(now));
    }

    private static Bindings bindings(ApiKeyRecord key) {
        return new Bindings(key.ips(), key.devices(), key.users());
    }
}
