package io.github.licensing4j.servlet.admin;

import static io.github.licensing4j.servlet.admin.ResponseSamples.CATALOG;
import static io.github.licensing4j.servlet.admin.ResponseSamples.T1;
import static io.github.licensing4j.servlet.admin.ResponseSamples.T2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Limit;
import io.github.licensing4j.admin.ApiKeyView;
import io.github.licensing4j.admin.ApiKeys.NewKey;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.admin.AuditTrail.BrokenEntry;
import io.github.licensing4j.admin.AuditTrail.Verification;
import io.github.licensing4j.admin.Catalogs.Check;
import io.github.licensing4j.admin.LicenseAdmin;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;

/** Tests that response bodies stay as they are, byte for byte. */
class ResponseBodiesTest {
    private final Map<String, String> bodies = new LinkedHashMap<>();

    @Test
    void keepsBodies() throws IOException {
        licenses();
        keys();
        operations();
        usage();
        deliveries();
        assertThat(String.join(
                        "\n",
                        bodies.entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .toList()))
                .isEqualTo(expected());
    }

    @Test
    void writesTextsOfEnums() {
        assertThat(LicenseState.values())
                .allSatisfy(state -> assertThat(Json.text(state)).isEqualTo(state.text()));
        assertThat(Limit.Kind.values())
                .allSatisfy(kind -> assertThat(Json.text(kind)).isEqualTo(kind.text()));
    }

    private static String expected() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ResponseBodiesTest.class.getResourceAsStream("response-bodies.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private void add(String name, Object view) {
        bodies.put(name, Answer.ok(view).body());
    }

    private void licenses() {
        LicenseJson created = Views.license(StoredSamples.license());
        add("license", created);
        add("license.full", Views.license(StoredSamples.fullLicense()));
        add("licenses", new LicenseJson.LicensesJson(List.of(created), "next1"));
        add("limits", LimitViews.limits(ResponseSamples.limits(), CATALOG));
        add("limits.outlook", LimitViews.limits(ResponseSamples.limits(), ResponseSamples.outlooks(), CATALOG));
        add("outlooks", LimitViews.outlooks(ResponseSamples.outlooks(), CATALOG));
    }

    private void keys() {
        ApiKeyView plain = StoredSamples.key();
        ApiKeyView full = StoredSamples.fullKey();
        add("key", Views.key(plain));
        add("key.full", Views.key(full));
        add("key.own", Views.key(full).own());
        bodies.put(
                "key.new",
                CredentialRoutes.shown(new NewKey(plain, "lk_secret")).body());
        add("keys", new CredentialResponses.KeysJson(List.of(Views.key(plain))));
    }

    private void operations() throws IOException {
        add("signingKey", Views.signingKey(ResponseSamples.signingKey(T1)));
        add("signingKey.file", Views.signingKey(ResponseSamples.signingKey(null)));
        add(
                "audit",
                Views.auditEntry(
                        new AuditEntryView("main", 1, T1, "admin", "license.created", null, null, null, Map.of())));
        add(
                "audit.full",
                Views.auditEntry(new AuditEntryView(
                        "main",
                        2,
                        T2,
                        "admin",
                        "key.revoked",
                        "lic_1",
                        "key_1",
                        "leaked",
                        Map.of("b", "2", "a", "1"))));
        add("refusals", Views.refusals(ResponseSamples.refusals()));
        bodies.put("verify", verified(new Verification(12, Optional.empty())));
        bodies.put(
                "verify.broken",
                verified(new Verification(12, Optional.of(new BrokenEntry("main", 3, "The code differs.")))));
        bodies.put("catalog.check", checked());
    }

    private static String verified(Verification verification) throws IOException {
        LicenseAdmin admin = mock(LicenseAdmin.class, Answers.RETURNS_DEEP_STUBS);
        when(admin.audit().verify()).thenReturn(verification);
        return answer("GET", "/audit/verify", admin);
    }

    private static String checked() throws IOException {
        LicenseAdmin admin = mock(LicenseAdmin.class, Answers.RETURNS_DEEP_STUBS);
        when(admin.catalogs().check(any())).thenReturn(new Check(List.of("A problem."), List.of("A warning.")));
        return answer("POST", "/catalog/check", admin);
    }

    private static String answer(String method, String path, LicenseAdmin admin) throws IOException {
        HttpServletRequest request = mock(HttpServletRequest.class, Answers.RETURNS_DEEP_STUBS);
        when(request.getContentType()).thenReturn(null);
        when(request.getInputStream().readNBytes(1024 * 1024 + 1)).thenReturn(new byte[0]);
        var found = (RouteTable.Match.Found<Routes.Handler>) Routes.ADMIN.find(method, path);
        return found.handler()
                .answer(new Exchange(request, found.variables(), admin, "admin", CATALOG))
                .body();
    }

    private void usage() {
        add("correction", UsageViews.correction(StoredSamples.correction(List.of())));
        add("correction.grant", UsageViews.correction(StoredSamples.correction(List.of("cr_1"))));
        add("correction.grants", UsageViews.correction(StoredSamples.correction(List.of("cr_1", "cr_2"))));
        add("credit", UsageViews.grant(StoredSamples.credit()));
        add("credit.full", UsageViews.grant(StoredSamples.fullCredit()));
        add("invoice", UsageViews.invoice(ResponseSamples.invoice(false)));
        add("invoice.closed", UsageViews.invoice(ResponseSamples.invoice(true)));
        add("invoice.customer", UsageViews.customerInvoice(ResponseSamples.customerInvoice()));
        var totals = ResponseSamples.totals();
        bodies.put(
                "usage",
                UsageRows.answer("application/json", Map.of(), ResponseSamples.filter(), totals, CATALOG)
                        .body());
    }

    private void deliveries() {
        add("report", DeliveryViews.report(ResponseSamples.report(), CATALOG));
        add("event", DeliveryViews.event(StoredSamples.export("gb", null)));
        add("event.unknown", DeliveryViews.event(StoredSamples.export("gone", "503")));
        add("message", DeliveryViews.message(ResponseSamples.message(null)));
        add("message.error", DeliveryViews.message(ResponseSamples.message("timeout")));
    }
}
