package io.github.licensing4j.servlet;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.License;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Page;
import io.github.licensing4j.Plan;
import io.github.licensing4j.admin.Catalogs;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseView;
import io.github.licensing4j.admin.Licenses;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.PlanMoves;
import io.github.licensing4j.admin.Signals;
import io.github.licensing4j.admin.Webhooks;
import io.github.licensing4j.servlet.admin.AdminAccess;
import io.github.licensing4j.servlet.admin.ManagementServletBuilder;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server with the admin API over fake usage. */
abstract class UsageRoutesFixture {
    static final String TOKEN = "an-admin-token-of-at-least-32-characters";
    static final CreditsLimit PREPAID = new CreditsLimit("prepaid", "tokens", 0, null);
    final FakeLicensing licensing = new FakeLicensing();
    final FakeUsage usage = new FakeUsage();
    final Licenses licenses = mock(Licenses.class);
    final Catalogs catalogs = mock(Catalogs.class);
    final PlanMoves moves = mock(PlanMoves.class);
    final Webhooks webhooks = mock(Webhooks.class);
    final Signals signals = mock(Signals.class);
    Containers.Running server;

    @BeforeEach
    void start() {
        LicenseAdmin admin = mock(LicenseAdmin.class);
        when(admin.usage()).thenReturn(usage);
        when(admin.licenses()).thenReturn(licenses);
        when(admin.catalogs()).thenReturn(catalogs);
        when(admin.planMoves()).thenReturn(moves);
        when(admin.webhooks()).thenReturn(webhooks);
        when(admin.signals()).thenReturn(signals);
        when(signals.list(any())).thenReturn(new Page<>(List.of(), null));
        when(licenses.get(any())).thenAnswer(asked -> {
            throw new NotFoundException("license", asked.getArgument(0));
        });
        stored(FakeLicensing.LICENSE);
        licensing.admin = Optional.of(admin);
        licensing.meters = List.of(new Meter("tokens", "token", 3, null));
        licensing.plans = List.of(new Plan(FakeLicensing.LICENSE.plan(), Set.of(), List.of(PREPAID), Plan.Sale.PUBLIC));
        var filter = licensing.filterBuilder().build();
        var servlet = new ManagementServletBuilder(licensing, licensing, filter)
                .access(AdminAccess.token(TOKEN))
                .problemsBaseUri(URI.create("https://api.example/problems/"))
                .build();
        server = Containers.JETTY.start(List.of(), Map.of("/v1/*", servlet));
    }

    void stored(License license) {
        // The plain stub would throw while another is made of it.
        doReturn(managed(license)).when(licenses).get("lic_1");
    }

    static LicenseView managed(License license) {
        return new LicenseView(
                license,
                new LicenseView.Revision(1, FakeUsage.NOW, FakeUsage.NOW),
                new LicenseView.Term(null, license.expiresAt()),
                null,
                null,
                null,
                new LicenseView.Blocks(null, null, null),
                null,
                Map.of(),
                LicenseView.CallRules.NONE);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    HttpResponse<String> caller(String path) throws Exception {
        return server.get("/v1" + path, "X-API-Key", "lk_test_1");
    }

    HttpResponse<String> admin(String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/v1" + path))
                .method(method, BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json");
        return server.client()
                .send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }
}
