package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.admin.AuditTrail.Broken;
import io.github.licensing4j.admin.AuditTrail.Proof;
import io.github.licensing4j.admin.Catalogs.Text;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Signing keys, the audit log and the catalog. */
final class OperationRoutes {
    private static final String YAML = "application/yaml";
    private static final int MAX_CATALOG = 1024 * 1024;

    private OperationRoutes() {}

    static List<Route> all() {
        return List.of(
                new Route("GET", "/signing-keys", OperationRoutes::listKeys),
                new Route("POST", "/signing-keys", OperationRoutes::generateKey),
                new Route("POST", "/signing-keys/{kid}/retire", OperationRoutes::retireKey),
                new Route("GET", "/audit", OperationRoutes::readAudit),
                new Route("GET", "/audit/verify", OperationRoutes::verifyAudit),
                new Route("GET", "/catalog", OperationRoutes::catalog),
                new Route("PUT", "/catalog", OperationRoutes::replaceCatalog),
                new Route("POST", "/catalog/check", OperationRoutes::checkCatalog));
    }

    private static Answer listKeys(Exchange exchange) {
        return Answer.ok(Views.page(
                "keys",
                exchange.admin().signingKeys().list().stream()
                        .map(Views::signingKey)
                        .toList(),
                null));
    }

    private static Answer generateKey(Exchange exchange) throws IOException {
        String reason = exchange.body(Set.of("reason")).optionalText("reason").orElse(null);
        return Answer.created(Views.signingKey(exchange.admin().signingKeys().generate(exchange.order(reason))));
    }

    private static Answer retireKey(Exchange exchange) throws IOException {
        String reason = exchange.body(Set.of("reason")).optionalText("reason").orElse(null);
        exchange.admin().signingKeys().retire(exchange.id(), exchange.order(reason));
        return Answer.noContent();
    }

    private static Answer readAudit(Exchange exchange) {
        Page<AuditEntry> page =
                exchange.admin().audit().read(exchange.query("license"), exchange.query("cursor"), exchange.limit());
        return Answer.ok(Views.page(
                "entries", page.items().stream().map(Views::auditEntry).toList(), page.next()));
    }

    private static Answer verifyAudit(Exchange exchange) {
        Proof proof = exchange.admin().audit().verify();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("valid", proof.broken().isEmpty());
        if (proof.broken().isEmpty()) {
            view.put("entries", proof.entries());
        } else {
            Broken broken = proof.broken().get();
            view.put("firstBroken", broken.seq());
            view.put("chain", broken.chain());
            view.put("problem", broken.what());
        }
        return Answer.ok(view);
    }

    private static Answer catalog(Exchange exchange) {
        return shown(exchange.admin().catalogs().current());
    }

    private static Answer shown(Text catalog) {
        return Answer.text(YAML, catalog.text()).with("ETag", "\"" + catalog.hash() + "\"");
    }

    private static Answer replaceCatalog(Exchange exchange) throws IOException {
        String ifMatch = exchange.request().getHeader("If-Match");
        if (ifMatch == null || !ifMatch.strip().matches("\"[0-9a-f]{64}\"")) {
            throw new FailureException(Failure.of(
                    428,
                    "precondition-required",
                    "Precondition required",
                    "If-Match with the ETag of the catalog that is to be replaced is required."));
        }
        String hash = ifMatch.strip().replace("\"", "");
        return shown(exchange.admin().catalogs().replace(text(exchange), hash, exchange.order(null)));
    }

    private static Answer checkCatalog(Exchange exchange) throws IOException {
        List<String> problems = exchange.admin().catalogs().check(text(exchange));
        return Answer.ok(Map.of("valid", problems.isEmpty(), "problems", problems));
    }

    private static String text(Exchange exchange) throws IOException {
        return new String(Json.bytes(exchange.request(), MAX_CATALOG), StandardCharsets.UTF_8);
    }
}
