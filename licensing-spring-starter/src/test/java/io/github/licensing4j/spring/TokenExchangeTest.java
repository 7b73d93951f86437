package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** Tests the responses of {@code /token} to invalid keys and to too many exchanges. */
@Tag("4.4.3")
class TokenExchangeTest {
    private static final AdminContext BY = AdminContext.by("test");

    @EnableAutoConfiguration
    static class App {}

    private static HttpResponse<String> exchange(Host host, String key) throws Exception {
        return host.send(host.request("/licensing/v1/token")
                .header("X-API-Key", key)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials")));
    }

    private static String license(LicenseAdmin admin) {
        return admin.licenses()
                .create(NewLicense.of("acme", PlanId.parse("free@1")), BY)
                .id();
    }

    private static String key(LicenseAdmin admin, String license) {
        return admin.keys().create(license, KeyRequest.plain(), BY).key();
    }

    @Test
    void limitsExchangesByProperty() throws Exception {
        try (Host host = Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                "licensing.tokens.exchanges-per-key=2",
                "licensing.tokens.exchanges-per-customer=3")) {
            LicenseAdmin admin = host.bean(LicenseAdmin.class);
            String license = license(admin);
            String key = key(admin, license);
            assertThat(exchange(host, key).statusCode()).isEqualTo(200);
            assertThat(exchange(host, key).statusCode()).isEqualTo(200);
            assertThat(exchange(host, key).statusCode()).as("third of the key").isEqualTo(429);
            String other = key(admin, license);
            assertThat(exchange(host, other).statusCode()).isEqualTo(200);
            HttpResponse<String> fourth = exchange(host, other);
            assertThat(fourth.statusCode()).as("fourth of the customer").isEqualTo(429);
            assertThat(fourth.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void challengesWrongKeysWithoutAuthorization() throws Exception {
        try (Host host = Host.start(App.class, Host.WITHOUT_SECURITY)) {
            HttpResponse<String> refused = exchange(host, "lk_live_wrong");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().allValues("WWW-Authenticate")).containsExactly("Basic realm=\"licensing\"");
        }
    }
}
