package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.LicenseTokens.MintedToken;
import io.github.licensing4j.core.credential.Bindings;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.ManagedTokenRequest;
import io.github.licensing4j.core.credential.StatusReference;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.TokenRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Issues tokens of managed licenses and stores them. */
final class TokenMint {
    private final StatusPlaces places;
    private final LicenseTokenIssuer issuer;
    private final TokenSettings settings;
    private final Ids ids;

    TokenMint(StatusPlaces places, LicenseTokenIssuer issuer, TokenSettings settings, Ids ids) {
        this.places = places;
        this.issuer = issuer;
        this.settings = settings;
        this.ids = ids;
    }

    /**
     * The origin of a token.
     *
     * @param keyId the API key, null if an administrator requested it
     * @param family the family of refresh tokens, null if there is none
     */
    record Source(@Nullable String keyId, @Nullable String family) {
        static final Source ADMIN = new Source(null, null);
    }

    /**
     * Limits what a token permits.
     *
     * @param confirmation the {@code cnf} of a bound token, null for a bearer token
     */
    record Grant(
            Duration ttl, Set<String> scopes, Bindings bindings, Map.@Nullable Entry<String, String> confirmation) {}

    /**
     * Issues a token, which is stored with the change.
     *
     * @param source its origin
     */
    MintedToken mint(PendingChange pendingChange, LicenseRecord license, Source source, Grant grant) {
        Instant issued = pendingChange.now().truncatedTo(ChronoUnit.SECONDS);
        Instant expires = issued.plusSeconds(Math.max(1, grant.ttl.toSeconds()));
        String id = ids.next("tok_", pendingChange.now().toEpochMilli());
        long index = places.next();
        StatusReference status =
                settings.statusList() == null ? null : PublishedStatusList.reference(settings.statusList(), index);
        pendingChange.store(
                new TokenRecord(id, license.id(), source.keyId(), source.family(), index, issued, expires, null));
        String token = issuer.issue(new ManagedTokenRequest(
                id,
                license.customer(),
                license.id().value(),
                issued,
                expires,
                grant.scopes,
                grant.bindings,
                grant.confirmation,
                status));
        return new MintedToken(token, id, expires);
    }
}
