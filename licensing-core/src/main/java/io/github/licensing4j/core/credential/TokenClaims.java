package io.github.licensing4j.core.credential;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.catalog.Overrides;
import io.github.licensing4j.core.condition.CredentialKind;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.Confirmation;
import io.github.licensing4j.spi.CredentialVerification;
import io.github.licensing4j.spi.ExternalName;
import io.github.licensing4j.spi.SignatureKeyRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The claims of a license token, parsed strictly: exact types, every required one present. Not verified yet. */
final class TokenClaims implements StrictJson.Members {
    private static final int MAX_TEXT = 256;
    /** The kinds of bindings. A token with any other is refused: a binding must not be ignored. */
    private static final Set<String> KINDS = Set.of("ips", "devices", "users", "organisations");

    private static final Instant EARLIEST_ANCHOR = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST_ANCHOR = Instant.parse("9999-12-31T23:59:59Z");

    /** The confirmation method of a signature key (RFC 7800 §3.4). */
    static final String KEY_ID = "kid";

    /** So far away that clock skew can be added to it without overflow, at every call. */
    private static final long NEVER = Long.MAX_VALUE / 2;

    String issuer = "";
    String customer = "";
    String tokenId = "";
    /** The {@code kid} of the key that the signature was verified with; empty for an API key. */
    String keyId = "";

    String license = "";
    List<String> audience = List.of();
    long issuedMillis = -1;
    long notBeforeMillis = -1;
    long expiresMillis = -1;

    @Nullable
    PlanId plan;

    @Nullable
    Instant anchor;

    @Nullable
    String keyHash;

    @Nullable
    StatusReference status;

    /** The keys that the credential is bound to; empty also where it has a {@code cnf} without a member. */
    List<Confirmation> confirmations = List.of();

    ZoneId zone = ZoneOffset.UTC;
    Set<String> scopes = Set.of();
    Set<String> roles = Set.of();
    Set<String> organisations = Set.of();

    /** The name that led to the license, null if the credential names its license itself. */
    @Nullable
    ExternalName externalName;

    /** The user that the credential was issued to, null if it names none. */
    @Nullable
    String user;

    long verifyAgainMillis = Long.MAX_VALUE;
    Bindings bindings = Bindings.none();
    private List<String> features = List.of();
    private Map<String, @Nullable Object> limits = Map.of();
    private boolean isBound;

    CredentialKind kind = CredentialKind.LICENSE_TOKEN;

    private TokenClaims() {}

    static TokenClaims read(byte[] payload) throws TokenFault {
        TokenClaims claims = new TokenClaims();
        StrictJson.readObject(payload, "the claims", claims);
        claims.requireAll();
        return claims;
    }

    /** Returns the claims of an API key: everything else is on record. */
    static TokenClaims of(ApiKeyRecord key) {
        TokenClaims claims = new TokenClaims();
        claims.issuer = key.license().issuer();
        claims.license = key.license().value();
        claims.tokenId = key.id();
        claims.kind = CredentialKind.API_KEY;
        claims.keyHash = key.hash();
        claims.issuedMillis = key.history().createdAt().toEpochMilli();
        claims.notBeforeMillis = claims.issuedMillis;
        claims.expiresMillis = NEVER;
        claims.scopes = key.restrictions().scopes();
        claims.bindings = Bindings.of(key.restrictions().bindings());
        return claims;
    }

    /** Returns the claims of a key that has signed a call: everything else is on record. */
    static TokenClaims of(SignatureKeyRecord key) {
        TokenClaims claims = new TokenClaims();
        claims.issuer = key.license().issuer();
        claims.license = key.license().value();
        claims.tokenId = key.id();
        claims.kind = CredentialKind.SIGNATURE;
        claims.issuedMillis = key.times().createdAt().toEpochMilli();
        claims.notBeforeMillis = claims.issuedMillis;
        claims.expiresMillis = NEVER;
        claims.scopes = key.restrictions().scopes();
        claims.bindings = Bindings.of(key.restrictions().bindings());
        claims.confirmations = List.of(new Confirmation(KEY_ID, key.id()));
        claims.isBound = true;
        return claims;
    }

    /** Returns the claims of a credential that another verifier has verified. It is of a stored license. */
    static TokenClaims of(CredentialVerification.Verified verified) {
        TokenClaims claims = new TokenClaims();
        claims.kind = verified instanceof OwnCredential own ? own.kind() : CredentialKind.OTHER;
        claims.issuer = verified.license().issuer();
        claims.license = verified.license().value();
        claims.tokenId = verified.id();
        claims.issuedMillis = verified.validFrom().toEpochMilli();
        claims.notBeforeMillis = claims.issuedMillis;
        claims.expiresMillis = millis(verified.expiresAt());
        claims.verifyAgainMillis = millis(verified.verifyAgainAt());
        claims.externalName = verified.externalName().orElse(null);
        claims.scopes = Set.copyOf(verified.scopes());
        claims.roles = Set.copyOf(verified.roles());
        claims.organisations = Set.copyOf(verified.organisations());
        claims.user = verified.user().filter(user -> !user.isEmpty()).orElse(null);
        claims.confirmations = List.copyOf(verified.confirmations());
        claims.isBound = !claims.confirmations.isEmpty();
        return claims;
    }

    private static long millis(Instant at) {
        return at.isBefore(LATEST_ANCHOR) ? at.toEpochMilli() : NEVER;
    }

    /** Returns whether the token requires a proof of possession, {@code cnf}. */
    boolean needsProof() {
        return isBound;
    }

    Overrides overrides() {
        return features.isEmpty() && limits.isEmpty() ? Overrides.none() : new Overrides(features, limits);
    }

    @Override
    public void read(String name, StrictJson json) throws TokenFault {
        switch (name) {
            case "iss" -> issuer = json.text(name, MAX_TEXT);
            case "sub" -> customer = json.text(name, MAX_TEXT);
            case "aud" -> audience = json.isArray() ? json.texts(name, MAX_TEXT) : List.of(json.text(name, MAX_TEXT));
            case "jti" -> tokenId = json.text(name, MAX_TEXT);
            case "lic" -> license = json.text(name, MAX_TEXT);
            case "iat" -> issuedMillis = json.numericDateMillis(name);
            case "nbf" -> notBeforeMillis = json.numericDateMillis(name);
            case "exp" -> expiresMillis = json.numericDateMillis(name);
            default -> readOptional(name, json);
        }
    }

    private void readOptional(String name, StrictJson json) throws TokenFault {
        switch (name) {
            case "plan" -> plan = parsed(name, PlanId::parse, json);
            case "anchor" -> anchor = parsed(name, TokenClaims::anchor, json);
            case "zone" -> zone = parsed(name, ZoneId::of, json);
            case "scope" -> scopes = Set.of(distinct(json.text(name, 2048).split(" ", -1)));
            case "features" -> features = json.texts(name, MAX_TEXT);
            case "limits" -> {
                limits = new LinkedHashMap<>();
                json.object(name, (limit, value) -> limits.put(limit, value.any(limit)));
            }
            case "cnf" -> {
                List<Confirmation> bound = new ArrayList<>();
                json.object(name, (member, value) -> bound.add(new Confirmation(member, value.text(member, MAX_TEXT))));
                isBound = true;
                confirmations = List.copyOf(bound);
            }
            case "bind" -> bindings = bindings(json);
            case "status" -> json.object(name, this::readStatus);
            default -> json.skip();
        }
    }

    private static Bindings bindings(StrictJson json) throws TokenFault {
        Map<String, List<String>> bind = new LinkedHashMap<>();
        json.object("bind", (kind, value) -> {
            if (!KINDS.contains(kind)) {
                throw TokenFault.invalid("the claims: 'bind' has an unknown member");
            }
            List<String> names = value.texts(kind, MAX_TEXT);
            if (names.isEmpty()) {
                throw TokenFault.invalid("the claims: a member of 'bind' is empty, which admits no caller");
            }
            bind.put(kind, names);
        });
        return new Bindings(
                bind.getOrDefault("ips", List.of()),
                new HashSet<>(bind.getOrDefault("devices", List.of())),
                new HashSet<>(bind.getOrDefault("users", List.of())),
                new HashSet<>(bind.getOrDefault("organisations", List.of())));
    }

    private void readStatus(String mechanism, StrictJson json) throws TokenFault {
        if (!mechanism.equals("status_list")) {
            json.skip();
            return;
        }
        StatusReader reader = new StatusReader();
        json.object(mechanism, reader);
        if (reader.uri.isEmpty() || reader.index < 0) {
            throw TokenFault.invalid("the claims: 'status_list' has no 'uri' or no 'idx'");
        }
        status = new StatusReference(reader.uri, reader.index);
    }

    private static final class StatusReader implements StrictJson.Members {
        private String uri = "";
        private long index = -1;

        @Override
        public void read(String member, StrictJson value) throws TokenFault {
            switch (member) {
                case "idx" -> index = value.index(member);
                case "uri" -> uri = value.text(member, 2048);
                default -> value.skip();
            }
        }
    }

    /** Parses the anchor of periods, which must be in the range of java.time's arithmetic. */
    private static Instant anchor(String text) {
        Instant instant = Instant.parse(text);
        if (instant.isBefore(EARLIEST_ANCHOR) || instant.isAfter(LATEST_ANCHOR)) {
            throw new IllegalArgumentException("an anchor lies between " + EARLIEST_ANCHOR + " and " + LATEST_ANCHOR);
        }
        return instant;
    }

    private interface Parser<T> {
        T parse(String text);
    }

    private static <T> T parsed(String name, Parser<T> parser, StrictJson json) throws TokenFault {
        try {
            return parser.parse(json.text(name, MAX_TEXT));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw TokenFault.invalid("the claims: '" + name + "' is not of the form it must have");
        }
    }

    private static String[] distinct(String[] scopes) throws TokenFault {
        if (Set.copyOf(List.of(scopes)).size() != scopes.length
                || List.of(scopes).contains("")) {
            throw TokenFault.invalid("the claims: 'scope' has an empty or repeated scope");
        }
        return scopes;
    }

    private void requireAll() throws TokenFault {
        require(!issuer.isEmpty(), "iss");
        require(!customer.isEmpty(), "sub");
        require(!audience.isEmpty(), "aud");
        require(!tokenId.isEmpty(), "jti");
        require(!license.isBlank(), "lic");
        require(issuedMillis >= 0, "iat");
        require(notBeforeMillis >= 0, "nbf");
        require(expiresMillis >= 0, "exp");
    }

    private static void require(boolean there, String name) throws TokenFault {
        if (!there) {
            throw TokenFault.invalid("the claims have no '" + name + "'");
        }
    }
}
