package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.Page;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.admin.AuditTrail.Verification;
import io.github.licensing4j.admin.Catalogs.Check;
import io.github.licensing4j.admin.Catalogs.Text;
import io.github.licensing4j.servlet.admin.CredentialResponses.SigningKeysJson;
import io.github.licensing4j.servlet.admin.LicenseRequests.ReasonJson;
import io.github.licensing4j.servlet.admin.OperationResponses.AuditJson;
import io.github.licensing4j.servlet.admin.OperationResponses.CatalogCheckJson;
import io.github.licensing4j.servlet.admin.OperationResponses.ProofJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** The routes of signing keys, the audit log, the last refusals and the catalog. */
final class OperationRoutes {
    private static final String YAML = "application/yaml";
    private static final Set<String> YAML_TYPES =
            Set.of(YAML, "application/x-yaml", "text/yaml", "text/plain", "application/octet-stream");
    private static final int MAX_CATALOG = 1024 * 1024;

    private OperationRoutes() {}

    static List<Route<Routes.Handler>> all() {
        return List.of(
                Routes.route("GET", "/signing-keys", OperationRoutes::listKeys),
                Routes.route("POST", "/signing-keys", OperationRoutes::generateKey),
                Routes.route("POST", "/signing-keys/{kid}/retire", OperationRoutes::retireKey),
                Routes.route("GET", "/audit", OperationRoutes::readAudit),
                Routes.route("GET", "/audit/verify", OperationRoutes::verifyAudit),
                Routes.route("GET", "/licenses/{id}/refusals", OperationRoutes::readRefusals),
                Routes.route("GET", "/catalog", OperationRoutes::catalog),
                Routes.route("PUT", "/catalog", OperationRoutes::replaceCatalog),
                Routes.route("POST", "/catalog/check", OperationRoutes::checkCatalog),
                Routes.route(
                        "GET",
                        "/openapi.json",
                        exchange -> Answer.text("application/json", OpenApi.text(exchange.request()))));
    }

    private static Answer listKeys(Exchange exchange) {
        exchange.query(Set.of());
        return Answer.ok(new SigningKeysJson(exchange.admin().signingKeys().list().stream()
                .map(Views::signingKey)
                .toList()));
    }

    private static Answer generateKey(Exchange exchange) throws IOException {
        AdminContext by = exchange.adminContext(exchange.body(ReasonJson.class).value());
        return Answer.created(Views.signingKey(exchange.admin().signingKeys().generate(by)));
    }

    private static Answer retireKey(Exchange exchange) throws IOException {
        AdminContext by = exchange.adminContext(exchange.body(ReasonJson.class).value());
        exchange.admin().signingKeys().retire(exchange.id(), by);
        return Answer.noContent();
    }

    private static Answer readAudit(Exchange exchange) {
        Query query = exchange.query(Set.of("license", "cursor", "limit"));
        Page<AuditEntryView> page =
                exchange.admin().audit().read(query.text("license"), query.text("cursor"), Exchange.limit(query));
        return Answer.ok(
                new AuditJson(page.items().stream().map(Views::auditEntry).toList(), page.next()));
    }

    private static Answer verifyAudit(Exchange exchange) {
        Verification verification = exchange.admin().audit().verify();
        return Answer.ok(verification
                .broken()
                .map(broken -> new ProofJson(false, null, broken.seq(), broken.chain(), broken.what()))
                .orElseGet(() -> new ProofJson(true, verification.entries(), null, null, null)));
    }

    private static Answer readRefusals(Exchange exchange) {
        exchange.query(Set.of());
        return Answer.ok(Views.refusals(exchange.admin().refusals().of(exchange.id())));
    }

    private static Answer catalog(Exchange exchange) {
        return shown(exchange.admin().catalogs().current());
    }

    private static Answer shown(Text catalog) {
        return Answer.text(YAML, catalog.text()).with("ETag", "\"" + catalog.hash() + "\"");
    }

    private static Answer replaceCatalog(Exchange exchange) throws IOException {
        String ifMatch = exchange.request().getHeader("If-Match");
        if (ifMatch == null) {
            throw new FailureException(FailureType.PRECONDITION_REQUIRED.failure(
                    "If-Match with the ETag of the catalog that is to be replaced is required."));
        }
        String hash = IfMatch.tag(ifMatch, "[0-9a-f]{64}")
                .orElseThrow(() -> new FailureException(Failure.unreadable("If-Match is not the ETag of a catalog.")));
        return shown(exchange.admin().catalogs().replace(text(exchange), hash, AdminContext.by(exchange.actor())));
    }

    private static Answer checkCatalog(Exchange exchange) throws IOException {
        Check check = exchange.admin().catalogs().check(text(exchange));
        return Answer.ok(new CatalogCheckJson(check.problems().isEmpty(), check.problems(), check.warnings()));
    }

    /** Returns the catalog in the body of a request. */
    static String text(Exchange exchange) throws IOException {
        Json.refuseUnless(exchange.request(), YAML_TYPES);
        byte[] bytes = Json.bytes(exchange.request(), MAX_CATALOG);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FailureException(Failure.unreadable("The catalog is not UTF-8."));
        }
    }
}
