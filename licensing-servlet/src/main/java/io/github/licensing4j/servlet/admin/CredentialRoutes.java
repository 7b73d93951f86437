package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.Descendants;
import io.github.licensing4j.admin.ApiKeys.KeyBindings;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.ApiKeys.KeyRevocation;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseTokens.Confirmation;
import io.github.licensing4j.admin.LicenseTokens.MintedToken;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.admin.LicenseTokens.TokenRevocation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The routes of API keys, license tokens and their revocation. */
final class CredentialRoutes {
    static final Set<String> KEY = Set.of("name", "scopes", "bind", "expires", "reason");
    private static final Set<String> REVOKED = Set.of("issuer", "reason");
    private static final Set<String> REVOCATION = Set.of("issuedBefore", "issuer", "license", "reason");
    static final Set<String> KEY_REVOKED = Set.of("descendants", "reason");
    private static final Set<String> BIND = Set.of("ips", "devices", "users");

    private CredentialRoutes() {}

    static List<Route<Routes.Handler>> all() {
        return List.of(
                Routes.route("POST", "/licenses/{id}/keys", CredentialRoutes::createKey),
                Routes.route("GET", "/licenses/{id}/keys", CredentialRoutes::listKeys),
                Routes.route("POST", "/keys/{keyId}/rotate", CredentialRoutes::rotateKey),
                Routes.route("DELETE", "/keys/{keyId}", CredentialRoutes::revokeKey),
                Routes.route("POST", "/licenses/{id}/tokens", CredentialRoutes::mintToken),
                Routes.route("DELETE", "/tokens/{tokenId}", CredentialRoutes::revokeToken),
                Routes.route("POST", "/customers/{id}/revoke", CredentialRoutes::revokeCustomer),
                Routes.route("POST", "/revocations", CredentialRoutes::revokeMany));
    }

    private static Answer createKey(Exchange exchange) throws IOException {
        Body body = exchange.body(KEY);
        AdminContext by = exchange.adminContextOnce(body);
        return shown(exchange.admin().keys().create(exchange.id(), key(body), by));
    }

    static KeyRequest key(Body body) {
        return new KeyRequest(
                body.optionalText("name").orElse(""),
                body.texts("scopes"),
                bindings(body),
                body.parsed("expires", Times.EXPECTED, Times::parse));
    }

    private static KeyBindings bindings(Body body) {
        Body bind = body.object("bind", BIND);
        return bind == null
                ? KeyBindings.none()
                : new KeyBindings(bind.list("ips"), bind.texts("devices"), bind.texts("users"));
    }

    static Answer shown(NewKey made) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("keyId", made.view().id());
        view.put("key", made.key());
        view.putAll(Views.key(made.view()));
        return Answer.created(view);
    }

    private static Answer listKeys(Exchange exchange) {
        exchange.query(Set.of());
        return Answer.ok(Views.page(
                "keys",
                exchange.admin().keys().list(exchange.id()).stream()
                        .map(Views::key)
                        .toList(),
                null));
    }

    private static Answer rotateKey(Exchange exchange) throws IOException {
        Body body = exchange.body(Set.of("overlap", "reason"));
        Duration overlap = duration(body, "overlap");
        AdminContext by = exchange.adminContextOnce(body);
        return shown(exchange.admin().keys().rotate(exchange.id(), overlap, by));
    }

    private static Duration duration(Body body, String name) {
        return body.requiredParsed(name, "a time such as PT1H", Duration::parse);
    }

    private static Answer revokeKey(Exchange exchange) throws IOException {
        Body body = exchange.body(KEY_REVOKED);
        return revoked(
                body, exchange.admin().keys().revoke(exchange.id(), descendants(body), exchange.adminContext(body)));
    }

    /** Reads what a revocation does to the keys made with the revoked key. */
    static Descendants descendants(Body body) {
        return switch (body.optionalText("descendants").orElse("revoke")) {
            case "revoke" -> Descendants.REVOKE;
            case "keep" -> Descendants.KEEP;
            default -> throw new InvalidFieldException("descendants", "expected revoke or keep");
        };
    }

    /** Answers without content, unless the request names what becomes of the keys made with the revoked key. */
    static Answer revoked(Body body, KeyRevocation revoked) {
        return body.has("descendants")
                ? Answer.ok(Map.of("keyId", revoked.keyId(), "descendants", revoked.descendants()))
                : Answer.noContent();
    }

    private static Answer mintToken(Exchange exchange) throws IOException {
        Body body = exchange.body(Set.of("ttl", "scopes", "bind", "cnf", "reason"));
        TokenRequest wanted =
                new TokenRequest(duration(body, "ttl"), body.texts("scopes"), bindings(body), confirmation(body));
        AdminContext by = exchange.adminContextOnce(body);
        MintedToken minted = exchange.admin().tokens().mint(exchange.id(), wanted, by);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("token", minted.token());
        view.put("tokenId", minted.tokenId());
        view.put("expiresAt", minted.expiresAt().toString());
        return Answer.created(view);
    }

    private static @Nullable Confirmation confirmation(Body body) {
        Body cnf = body.object("cnf", Set.of("jkt", "x5t#S256"));
        if (cnf == null) {
            return null;
        }
        if (cnf.has("jkt") == cnf.has("x5t#S256")) {
            throw new InvalidFieldException("cnf", "expected either jkt or x5t#S256");
        }
        String method = cnf.has("jkt") ? "jkt" : "x5t#S256";
        return new Confirmation(method, cnf.text(method));
    }

    private static Answer revokeToken(Exchange exchange) throws IOException {
        Body body = exchange.body(REVOKED);
        TokenRevocation revoked =
                exchange.admin().tokens().revoke(exchange.id(), issuer(exchange, body), exchange.adminContext(body));
        return revoked.isOnRecord()
                ? Answer.noContent()
                : Answer.ok(Map.of("tokenId", revoked.tokenId(), "issuer", revoked.issuer(), "onRecord", false));
    }

    /** Reads the issuer from the body or, as many clients send no body with DELETE, from the query. */
    private static @Nullable String issuer(Exchange exchange, Body body) {
        String inBody = body.optionalText("issuer").orElse(null);
        String inQuery = exchange.query(Set.of("issuer")).text("issuer");
        if (inBody != null && inQuery != null && !inBody.equals(inQuery)) {
            throw new InvalidFieldException("issuer", "expected the same issuer in body and query");
        }
        return inBody == null ? inQuery : inBody;
    }

    private static Answer revokeCustomer(Exchange exchange) throws IOException {
        Body body = exchange.body(REVOKED);
        int revoked = exchange.admin()
                .revocations()
                .revokeCustomer(exchange.id(), body.optionalText("issuer").orElse(null), exchange.adminContext(body));
        return Answer.ok(Map.of("customer", exchange.id(), "licensesRevoked", revoked));
    }

    private static Answer revokeMany(Exchange exchange) throws IOException {
        Body body = exchange.body(REVOCATION);
        String issuer = body.optionalText("issuer").orElse(null);
        if (body.has("license")) {
            return revokeLicense(exchange, body);
        }
        Instant before = body.requiredParsed("issuedBefore", Times.EXPECTED, Times::parse);
        exchange.admin().revocations().revokeIssuedBefore(before, issuer, exchange.adminContext(body));
        return Answer.created(
                issuer == null
                        ? Map.of("issuedBefore", before.toString())
                        : Map.of("issuedBefore", before.toString(), "issuer", issuer));
    }

    private static Answer revokeLicense(Exchange exchange, Body body) {
        String license = body.text("license");
        String issuer = body.text("issuer");
        if (body.has("issuedBefore")) {
            throw new InvalidFieldException("issuedBefore", "expected either license or issuedBefore");
        }
        exchange.admin().revocations().revokeLicense(license, issuer, exchange.adminContext(body));
        return Answer.created(Map.of("license", license, "issuer", issuer, "onRecord", false));
    }
}
