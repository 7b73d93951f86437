package io.github.licensing4j.core.admin;

import io.github.licensing4j.Call;
import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.admin.LicenseTokens.Exchange;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Binding;
import io.github.licensing4j.admin.LicenseTokens.MintedToken;
import io.github.licensing4j.core.credential.ApiKeyFormat;
import io.github.licensing4j.core.credential.Bindings;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.CredentialStore;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.RefreshTokenRecord;
import io.github.licensing4j.spi.Restrictions;
import io.github.licensing4j.spi.StoreDependency;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges API keys and refresh tokens for license tokens (RFC 6749 §4.4, §6). Refresh tokens rotate: each is used
 * once, and a second use revokes everything that came from the same exchange (RFC 9700 §4.14.2).
 *
 * <p>Exchanges run concurrently with each other and with administrators' changes. Each depends on the stored key,
 * license and family that it was made from.
 */
final class KeyExchange {
    private static final Exchange NO_CLIENT = new Exchange.Declined("invalid_client", "The API key is not valid.");
    private static final Exchange NO_GRANT = new Exchange.Declined("invalid_grant", "The refresh token is not valid.");

    private final String issuer;
    private final AdminTransactions adminTransactions;
    private final LicenseCache cache;
    private final TokenMint mint;
    private final TokenSettings settings;
    private final Ids ids;
    private final RequestLimit limit;
    private final ExchangeCounts counts;
    private final ReusedTokens reused;
    private final TokenBinding binding;

    KeyExchange(
            String issuer,
            AdminTransactions adminTransactions,
            LicenseCache cache,
            TokenMint mint,
            TokenSettings settings,
            Ids ids,
            ExchangeCounts counts,
            TokenBinding binding) {
        this.issuer = issuer;
        this.adminTransactions = adminTransactions;
        this.cache = cache;
        this.mint = mint;
        this.settings = settings;
        this.ids = ids;
        this.limit = new RequestLimit(settings.exchanges(), 1);
        this.counts = counts;
        this.binding = binding;
        this.reused = new ReusedTokens(issuer, adminTransactions);
    }

    /**
     * The content of an exchange.
     *
     * @param key the API key it comes from
     * @param scopes the scopes of the new token
     * @param bindings the bindings of the new token
     * @param family the family it continues, null at first
     * @param granted the scopes and bindings that a refresh token of it grants
     * @param sender the sender of the request
     */
    private record Grant(
            ApiKeyRecord key,
            Set<String> scopes,
            Bindings bindings,
            @Nullable String family,
            Restrictions granted,
            Sender sender) {}

    Exchange ofKey(String key, Set<String> scopes, Call call) {
        if (!settings.keyForms().isWellFormed(key)) {
            return NO_CLIENT;
        }
        ApiKeyRecord found = cache.key(ApiKeyFormat.hash(key)).orElse(null);
        if (found == null || !admits(found, call.peer())) {
            return NO_CLIENT;
        }
        if (!holds(found, adminTransactions.now())) {
            return ended(found);
        }
        TokenBinding.Result proof = binding.of(call);
        if (!(proof instanceof TokenBinding.Bound bound)) {
            return ((TokenBinding.Refused) proof).declined();
        }
        return limited(found)
                .orElseGet(() -> adminTransactions.carryOutUnordered(pendingChange ->
                        ofKey(pendingChange, found.id(), scopes, new Sender(call.peer(), bound.binding()))));
    }

    /** Returns whether a peer is within the bindings of a key and of its license. */
    private boolean admits(ApiKeyRecord key, Peer peer) {
        return bindings(key.restrictions()).admits(peer, Set.of())
                && cache.find(key.license())
                        .filter(license -> !admits(license, peer))
                        .isEmpty();
    }

    private static boolean admits(LicenseRecord license, Peer peer) {
        return Bindings.of(license.bindings()).admits(peer, Set.of());
    }

    private Exchange ofKey(PendingChange pendingChange, String keyId, Set<String> scopes, Sender sender) {
        ApiKeyRecord key =
                adminTransactions.store().credentials().key(issuer, keyId).orElse(null);
        if (key == null) {
            return NO_CLIENT;
        }
        if (!holds(key, pendingChange.now())) {
            return ended(key);
        }
        if (!key.restrictions().scopes().containsAll(scopes)) {
            return declined("invalid_scope", "The API key does not have every requested scope.");
        }
        cache.used(key.id(), pendingChange.now().toEpochMilli());
        Set<String> wanted = scopes.isEmpty() ? key.restrictions().scopes() : scopes;
        Restrictions own = key.restrictions();
        Restrictions granted = new Restrictions(wanted, own.bindings());
        return exchanged(pendingChange, new Grant(key, wanted, bindings(own), null, granted, sender));
    }

    private Optional<Exchange> limited(ApiKeyRecord key) {
        String customer = cache.find(key.license()).map(LicenseRecord::customer).orElse("");
        var sender = new RequestLimit.Sender(key.license().issuer(), key.id(), customer);
        return limit.take(sender, adminTransactions.now()).map(Exchange.Limited::new);
    }

    Exchange ofRefreshToken(String refreshToken, Set<String> scopes, Call call) {
        if (settings.refresh() == TokenSettings.Refresh.NONE || !ApiKeyFormat.isWellFormedRefreshToken(refreshToken)) {
            return NO_GRANT;
        }
        RefreshTokenRecord found = find(refreshToken, call);
        if (found == null || !found.license().issuer().equals(issuer)) {
            return NO_GRANT;
        }
        TokenBinding.Result proof = binding.of(call);
        if (!(proof instanceof TokenBinding.Bound bound)) {
            return ((TokenBinding.Refused) proof).declined();
        }
        Optional<ApiKeyRecord> key = adminTransactions.store().credentials().key(issuer, found.keyId());
        return key.flatMap(this::limited)
                .orElseGet(() -> refreshed(found.hash(), scopes, new Sender(call.peer(), bound.binding())));
    }

    /** Finds a refresh token by the key of the proof first. One that is bound to none may be bound by its next exchange. */
    private @Nullable RefreshTokenRecord find(String refreshToken, Call call) {
        CredentialStore stored = adminTransactions.store().credentials();
        return binding.claimedHash(refreshToken, call)
                .flatMap(stored::refreshToken)
                .or(() -> stored.refreshToken(TokenBinding.hash(refreshToken, null)))
                .orElse(null);
    }

    /** The sender of a request, with the key that it possesses. */
    private record Sender(Peer peer, Binding proven) {}

    private Exchange refreshed(String hash, Set<String> scopes, Sender sender) {
        boolean[] again = {false};
        Exchange result = adminTransactions.carryOutUnordered(pendingChange -> {
            RefreshTokenRecord token = valid(hash, pendingChange.now());
            again[0] = token != null && token.usedAt() != null;
            return token == null || again[0] ? NO_GRANT : refreshed(pendingChange, token, scopes, sender);
        });
        if (again[0]) {
            reused.revoke(hash);
        }
        return result;
    }

    /** Returns a refresh token that is neither expired nor revoked, used or not; null if there is none. */
    private @Nullable RefreshTokenRecord valid(String hash, Instant now) {
        RefreshTokenRecord token =
                adminTransactions.store().credentials().refreshToken(hash).orElse(null);
        return token == null
                        || !token.expiresAt().isAfter(now)
                        || adminTransactions.store().revocations().isFamilyRevoked(issuer, token.family())
                ? null
                : token;
    }

    private Exchange refreshed(
            PendingChange pendingChange, RefreshTokenRecord token, Set<String> scopes, Sender sender) {
        ApiKeyRecord key = adminTransactions
                .store()
                .credentials()
                .key(issuer, token.keyId())
                .orElse(null);
        if (key == null || !holds(key, pendingChange.now())) {
            return NO_GRANT;
        }
        Optional<Bindings> both = bindings(token.granted()).and(bindings(key.restrictions()));
        if (both.isEmpty() || !both.get().admits(sender.peer, Set.of())) {
            return NO_GRANT;
        }
        Set<String> allowed = new HashSet<>(token.granted().scopes());
        allowed.retainAll(key.restrictions().scopes());
        if (!allowed.containsAll(scopes)) {
            return declined("invalid_scope", "Not every requested scope was granted with the refresh token.");
        }
        Set<String> wanted = scopes.isEmpty() ? allowed : scopes;
        Exchange result =
                exchanged(pendingChange, new Grant(key, wanted, both.get(), token.family(), token.granted(), sender));
        if (result instanceof Exchange.Exchanged) {
            pendingChange
                    .change()
                    .refreshToken(token.used(pendingChange.now()))
                    .dependsOn(new StoreDependency.FamilyNotRevoked(issuer, token.family()));
        }
        return result;
    }

    private Exchange exchanged(PendingChange pendingChange, Grant grant) {
        ApiKeyRecord key = grant.key;
        LicenseRecord license =
                adminTransactions.store().licenses().find(key.license()).orElse(null);
        if (license != null && !admits(license, grant.sender.peer)) {
            return grant.family == null ? NO_CLIENT : NO_GRANT;
        }
        if (license == null
                || isOver(license, pendingChange.now())
                || cache.isCustomerRevoked(issuer, license.customer())) {
            return declined("invalid_grant", "The license of the API key has ended.");
        }
        return RestrainedExchange.declined(license, key, grant.sender.proven, pendingChange.now())
                .orElseGet(() -> minted(pendingChange, grant, license));
    }

    private Exchange minted(PendingChange pendingChange, Grant grant, LicenseRecord license) {
        ApiKeyRecord key = grant.key;
        Binding proven = grant.sender.proven;
        pendingChange
                .change()
                .dependsOn(new StoreDependency.LicenseAt(license.id(), license.revision()))
                .dependsOn(new StoreDependency.KeyAt(issuer, key.id(), key.revision()))
                .dependsOn(new StoreDependency.CustomerNotRevoked(issuer, license.customer()));
        boolean rotating = settings.refresh() == TokenSettings.Refresh.ROTATING;
        String line = grant.family != null || !rotating
                ? grant.family
                : ids.next("fam_", pendingChange.now().toEpochMilli());
        TokenMint.Source source = new TokenMint.Source(key.id(), line);
        var granted =
                new TokenMint.Grant(settings.ttl(), grant.scopes, grant.bindings, TokenBinding.confirmation(proven));
        MintedToken minted = mint.mint(pendingChange, license, source, granted);
        String refresh = line == null ? null : refreshToken(pendingChange, grant, line);
        pendingChange.whenStored(() -> counts.exchanged(license.id().value(), key.id(), pendingChange.now()));
        return new Exchange.Exchanged(minted, settings.ttl(), grant.scopes, refresh, proven);
    }

    private String refreshToken(PendingChange pendingChange, Grant grant, String family) {
        String refresh = ApiKeyFormat.generateRefreshToken(settings.environment());
        pendingChange
                .change()
                .refreshToken(new RefreshTokenRecord(
                        TokenBinding.hash(refresh, grant.sender.proven.thumbprint()),
                        family,
                        grant.key.id(),
                        grant.key.license(),
                        1,
                        pendingChange.now().plus(settings.refreshTtl()),
                        null,
                        grant.granted));
        return refresh;
    }

    private static Exchange declined(String error, String description) {
        return new Exchange.Declined(error, description);
    }

    private static boolean isOver(LicenseRecord license, Instant now) {
        return switch (EffectiveLicense.at(license, now).state()) {
            case REVOKED, CANCELLED, EXPIRED -> true;
            case SUSPENDED, PAST_DUE, TRIALING, ACTIVE -> false;
        };
    }

    private static boolean holds(ApiKeyRecord key, Instant now) {
        return key.revokedAt() == null
                && (key.expiresAt() == null || key.expiresAt().isAfter(now));
    }

    /** Returns why a key is no longer valid. */
    private static Exchange ended(ApiKeyRecord key) {
        return declined(
                "invalid_client",
                key.revokedAt() != null ? "The API key has been revoked." : "The API key has expired.");
    }

    private static Bindings bindings(Restrictions restrictions) {
        return Bindings.of(restrictions.bindings());
    }
}
