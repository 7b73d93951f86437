package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRevocation;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.KeyImport;
import io.github.licensing4j.admin.LicenseTokens.MintedToken;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.admin.LicenseTokens.TokenRevocation;
import io.github.licensing4j.admin.LicenseUpdate.Patch;
import io.github.licensing4j.admin.SignatureKeys.NewSignatureKey;
import io.github.licensing4j.servlet.admin.CredentialRequests.CustomerRevocationJson;
import io.github.licensing4j.servlet.admin.CredentialRequests.KeyImportJson;
import io.github.licensing4j.servlet.admin.CredentialRequests.KeyRevocationJson;
import io.github.licensing4j.servlet.admin.CredentialRequests.NewKeyJson;
import io.github.licensing4j.servlet.admin.CredentialRequests.NewSignatureKeyJson;
import io.github.licensing4j.servlet.admin.CredentialRequests.NewTokenJson;
import io.github.licensing4j.servlet.admin.CredentialRequests.RevocationJson;
import io.github.licensing4j.servlet.admin.CredentialRequests.RotationJson;
import io.github.licensing4j.servlet.admin.CredentialRequests.TokenRevocationJson;
import io.github.licensing4j.servlet.admin.CredentialResponses.CustomerRevokedJson;
import io.github.licensing4j.servlet.admin.CredentialResponses.KeyImportReportJson;
import io.github.licensing4j.servlet.admin.CredentialResponses.KeyRevokedJson;
import io.github.licensing4j.servlet.admin.CredentialResponses.KeysJson;
import io.github.licensing4j.servlet.admin.CredentialResponses.RevocationMadeJson;
import io.github.licensing4j.servlet.admin.CredentialResponses.RevokedAheadJson;
import io.github.licensing4j.servlet.admin.CredentialResponses.TokenJson;
import io.github.licensing4j.servlet.admin.LicenseRequests.ReasonJson;
import io.github.licensing4j.servlet.admin.SignatureKeyJson.SignatureKeysJson;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The routes of API keys, license tokens and their revocation. */
final class CredentialRoutes {
    private CredentialRoutes() {}

    static List<Route<Routes.Handler>> all() {
        return List.of(
                Routes.route("POST", "/licenses/{id}/keys", CredentialRoutes::createKey),
                Routes.route("GET", "/licenses/{id}/keys", CredentialRoutes::listKeys),
                Routes.route("POST", "/keys/import", CredentialRoutes::importKeys),
                Routes.route("POST", "/keys/{keyId}/rotate", CredentialRoutes::rotateKey),
                Routes.route("DELETE", "/keys/{keyId}", CredentialRoutes::revokeKey),
                Routes.route("POST", "/licenses/{id}/signature-keys", CredentialRoutes::addSignatureKey),
                Routes.route("GET", "/licenses/{id}/signature-keys", CredentialRoutes::listSignatureKeys),
                Routes.route("DELETE", "/signature-keys/{keyId}", CredentialRoutes::revokeSignatureKey),
                Routes.route("POST", "/licenses/{id}/tokens", CredentialRoutes::mintToken),
                Routes.route("DELETE", "/tokens/{tokenId}", CredentialRoutes::revokeToken),
                Routes.route("POST", "/customers/{id}/revoke", CredentialRoutes::revokeCustomer),
                Routes.route("POST", "/revocations", CredentialRoutes::revokeMany));
    }

    private static Answer createKey(Exchange exchange) throws IOException {
        RequestBody<NewKeyJson> body = exchange.body(NewKeyJson.class);
        AdminContext by = exchange.adminContextOnce(body);
        return shown(exchange.admin().keys().create(exchange.id(), body.value().request(), by));
    }

    static Answer shown(NewKey made) {
        return Answer.created(Views.key(made.view()).created(made.key()));
    }

    private static Answer listKeys(Exchange exchange) {
        exchange.query(Set.of());
        return Answer.ok(new KeysJson(exchange.admin().keys().list(exchange.id()).stream()
                .map(Views::key)
                .toList()));
    }

    private static Answer importKeys(Exchange exchange) throws IOException {
        KeyImportJson body = exchange.body(KeyImportJson.class).value();
        KeyImport wanted = body.request();
        KeyImport.Report report = exchange.admin().keys().importKeys(wanted, exchange.adminContext(body));
        return Answer.ok(KeyImportReportJson.of(report, wanted.mode()));
    }

    private static Answer rotateKey(Exchange exchange) throws IOException {
        RequestBody<RotationJson> body = exchange.body(RotationJson.class);
        AdminContext by = exchange.adminContextOnce(body);
        return shown(exchange.admin().keys().rotate(exchange.id(), body.value().overlap(), by));
    }

    private static Answer revokeKey(Exchange exchange) throws IOException {
        KeyRevocationJson body = exchange.body(KeyRevocationJson.class).value();
        AdminContext by = exchange.adminContext(body);
        return revoked(body, exchange.admin().keys().revoke(exchange.id(), body.effective(), by));
    }

    /** Answers without content, unless the request states what happens to the keys created with the revoked key. */
    static Answer revoked(KeyRevocationJson body, KeyRevocation revoked) {
        return body.listsDescendants()
                ? Answer.ok(new KeyRevokedJson(revoked.keyId(), revoked.descendants()))
                : Answer.noContent();
    }

    private static Answer addSignatureKey(Exchange exchange) throws IOException {
        RequestBody<NewSignatureKeyJson> body = exchange.body(NewSignatureKeyJson.class);
        AdminContext by = exchange.adminContextOnce(body);
        NewSignatureKey added =
                exchange.admin().signatureKeys().add(exchange.id(), body.value().request(), by);
        return Answer.created(Views.signatureKey(added.view()).created(added.secret()));
    }

    private static Answer listSignatureKeys(Exchange exchange) {
        exchange.query(Set.of());
        return Answer.ok(new SignatureKeysJson(exchange.admin().signatureKeys().list(exchange.id()).stream()
                .map(Views::signatureKey)
                .toList()));
    }

    private static Answer revokeSignatureKey(Exchange exchange) throws IOException {
        ReasonJson body = exchange.body(ReasonJson.class).value();
        exchange.admin().signatureKeys().revoke(exchange.id(), exchange.adminContext(body));
        return Answer.noContent();
    }

    private static Answer mintToken(Exchange exchange) throws IOException {
        RequestBody<NewTokenJson> body = exchange.body(NewTokenJson.class);
        TokenRequest wanted = body.value().request();
        AdminContext by = exchange.adminContextOnce(body);
        MintedToken minted = exchange.admin().tokens().mint(exchange.id(), wanted, by);
        return Answer.created(new TokenJson(minted.token(), minted.tokenId(), minted.expiresAt()));
    }

    private static Answer revokeToken(Exchange exchange) throws IOException {
        TokenRevocationJson body = exchange.body(TokenRevocationJson.class).value();
        String issuer = issuer(exchange, body.issuer());
        TokenRevocation revoked = exchange.admin().tokens().revoke(exchange.id(), issuer, exchange.adminContext(body));
        return revoked.isOnRecord()
                ? Answer.noContent()
                : Answer.ok(new RevokedAheadJson(revoked.tokenId(), revoked.issuer(), false));
    }

    /** Reads the issuer from the body or, as many clients send no body with DELETE, from the query. */
    private static @Nullable String issuer(Exchange exchange, @Nullable String inBody) {
        String inQuery = exchange.query(Set.of("issuer")).text("issuer");
        if (inBody != null && inQuery != null && !inBody.equals(inQuery)) {
            throw new InvalidFieldException("issuer", "expected the same issuer in body and query");
        }
        return inBody == null ? inQuery : inBody;
    }

    private static Answer revokeCustomer(Exchange exchange) throws IOException {
        CustomerRevocationJson body =
                exchange.body(CustomerRevocationJson.class).value();
        int revoked = exchange.admin()
                .revocations()
                .revokeCustomer(exchange.id(), body.issuer(), exchange.adminContext(body));
        return Answer.ok(new CustomerRevokedJson(exchange.id(), revoked));
    }

    private static Answer revokeMany(Exchange exchange) throws IOException {
        RevocationJson body = exchange.body(RevocationJson.class).value();
        if (body.license() != null) {
            return revokeLicense(exchange, body, body.license());
        }
        if (!(body.issuedBefore() instanceof Patch.Assigned<Instant> before)) {
            throw new InvalidFieldException("issuedBefore", "it is required");
        }
        String issuer = body.issuer();
        exchange.admin().revocations().revokeIssuedBefore(before.value(), issuer, exchange.adminContext(body));
        return Answer.created(new RevocationMadeJson(before.value(), null, issuer, null));
    }

    private static Answer revokeLicense(Exchange exchange, RevocationJson body, String license) {
        String issuer = body.issuer();
        if (issuer == null) {
            throw new InvalidFieldException("issuer", "it is required");
        }
        if (!(body.issuedBefore() instanceof Patch.Kept)) {
            throw new InvalidFieldException("issuedBefore", "expected either license or issuedBefore");
        }
        exchange.admin().revocations().revokeLicense(license, issuer, exchange.adminContext(body));
        return Answer.created(new RevocationMadeJson(null, license, issuer, false));
    }
}
