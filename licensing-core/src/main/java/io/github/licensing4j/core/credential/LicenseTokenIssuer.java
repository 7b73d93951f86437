package io.github.licensing4j.core.credential;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.ConflictException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Issues license tokens, signed with the host's own key. Safe for use by many threads. */
public final class LicenseTokenIssuer {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final String issuer;
    private final String audience;
    private final Supplier<SigningKey> keys;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param issuer the {@code iss} of every token
     * @param audience the {@code aud} of every token
     * @throws LicensingException if no key of the file has a private part
     */
    public LicenseTokenIssuer(String issuer, String audience, KeyFile keys, InstantSource clock) {
        this(issuer, audience, () -> signing(keys.signing()), clock);
        signing(keys.signing());
    }

    /** @param keys whose newest key signs, also after it is changed */
    public LicenseTokenIssuer(String issuer, String audience, KeyRing keys, InstantSource clock) {
        this(issuer, audience, () -> signing(keys.signing()), clock);
    }

    /**
     * Creates an issuer like that of these keys, but a missing private part is an error only when a token is issued.
     */
    public static LicenseTokenIssuer lazy(String issuer, String audience, KeyFile keys, InstantSource clock) {
        return new LicenseTokenIssuer(issuer, audience, () -> signing(keys.signing()), clock);
    }

    /** Creates an issuer that fails whenever a token is issued: the host has no key of its own. */
    public static LicenseTokenIssuer none(InstantSource clock) {
        return new LicenseTokenIssuer("", "", () -> signing(Optional.empty()), clock);
    }

    private LicenseTokenIssuer(String issuer, String audience, Supplier<SigningKey> keys, InstantSource clock) {
        this.issuer = issuer;
        this.audience = audience;
        this.keys = keys;
        this.clock = clock;
    }

    private static SigningKey signing(Optional<SigningKey> key) {
        return key.orElseThrow(() -> new ConflictException(
                ConflictException.Kind.STATE,
                "license tokens cannot be issued: none of the host's keys has a private part"));
    }

    /** Issues a token, valid from this instant. */
    public String issue(LicenseTokenRequest request) {
        long now = clock.millis() / 1000;
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", request.customer());
        claims.put("aud", audience);
        claims.put("jti", "tok_" + randomText());
        claims.put("iat", now);
        claims.put("nbf", now);
        claims.put("exp", now + Math.max(1, request.ttl().toSeconds()));
        claims.put("lic", request.license());
        addOptional(request, claims);
        return keys.get().sign("license+jwt", claims);
    }

    /** Issues a token of a managed license, valid from an instant. */
    public String issue(ManagedTokenRequest request) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", request.customer());
        claims.put("aud", audience);
        claims.put("jti", request.tokenId());
        claims.put("iat", request.issuedAt().getEpochSecond());
        claims.put("nbf", request.issuedAt().getEpochSecond());
        claims.put("exp", request.expiresAt().getEpochSecond());
        claims.put("lic", request.license());
        request.addOptional(claims);
        return keys.get().sign("license+jwt", claims);
    }

    /** Issues a list of revoked tokens at this instant. */
    public String issue(StatusListRequest request) {
        long now = clock.millis() / 1000;
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", request.uri());
        claims.put("iat", now);
        claims.put("exp", now + request.lifetime().toSeconds());
        claims.put("ttl", request.ttl().toSeconds());
        claims.put(
                "status_list", Map.of("bits", 1, "lst", encode(StatusList.deflate(request.size(), request.revoked()))));
        return keys.get().sign("statuslist+jwt", claims);
    }

    private static void addOptional(LicenseTokenRequest request, Map<String, Object> claims) {
        if (request.plan() != null) {
            claims.put("plan", request.plan().toString());
        }
        if (!request.features().isEmpty()) {
            claims.put("features", request.features());
        }
        if (!request.limits().isEmpty()) {
            claims.put("limits", request.limits());
        }
        if (!request.scopes().isEmpty()) {
            claims.put("scope", String.join(" ", new TreeSet<>(request.scopes())));
        }
        if (request.anchor() != null) {
            claims.put("anchor", request.anchor().toString());
        }
        if (request.zone() != null) {
            claims.put("zone", request.zone().getId());
        }
        if (request.status() != null) {
            claims.put("status", request.status().claim());
        }
    }

    private String randomText() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return encode(bytes);
    }

    private static String encode(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }
}
