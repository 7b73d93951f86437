package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.OutagePolicy;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** Tests the settings of webhooks and status lists, and what is published over HTTP. */
class NotificationSettingsTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @EnableAutoConfiguration
    static class App {}

    @Test
    void publishesStatusListToAnyone() throws Exception {
        try (Host host = Host.start(App.class, Host.WITHOUT_SECURITY, "licensing.external-uri=https://host.example/")) {
            HttpResponse<String> list = host.get("/licensing/v1/status-list/0");
            assertThat(list.statusCode()).isEqualTo(200);
            assertThat(list.headers().firstValue("Content-Type").orElse("")).startsWith("application/statuslist+jwt");
            assertThat(list.headers().firstValue("Cache-Control")).hasValue("public, max-age=60");
            assertThat(list.body()).matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
            for (String other : new String[] {"/00", "/x", "/1000000000", "/1/2", ""}) {
                assertThat(host.get("/licensing/v1/status-list" + other).statusCode())
                        .as(other)
                        .isEqualTo(404);
            }
        }
        try (Host host = Host.start(App.class, Host.WITHOUT_SECURITY)) {
            assertThat(host.get("/licensing/v1/status-list/0").statusCode()).isEqualTo(409);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secret=" + SECRET + " | licensing.webhooks[0].url",
                "url=https://hooks.example/ | licensing.webhooks[0].secret",
                "url=http://127.0.0.1:1/,secret=" + SECRET + " | expected https",
                "url=http://10.0.0.1/,allow-http=true,secret=" + SECRET + " | expected https",
                "url=https://hooks.example/,topics=none,secret=" + SECRET + " | license.suspended",
                "url=https://hooks.example/,signing-key=whsk_a,secret=" + SECRET + " | contradict",
                "url=https://hooks.example/,secret=MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw | does not start with whsec_"
            })
    void invalidWebhookFailsTheStart(String settings, String expected) {
        String[] properties = Stream.concat(
                        Stream.of(Host.WITHOUT_SECURITY),
                        Stream.of(settings.split(",", -1)).map(setting -> "licensing.webhooks[0]." + setting.strip()))
                .toArray(String[]::new);
        assertThatThrownBy(() -> Host.start(App.class, properties).close())
                .rootCause()
                .message()
                .contains(expected)
                .doesNotContain("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }

    @Test
    void setsOutagePoliciesOfLimits() {
        try (Host host = Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                "licensing.outage.quota=open",
                "licensing.outage.credits=closed",
                "licensing.outage.rate=closed",
                "licensing.outage.replay=open")) {
            var outage = host.bean(LicensingProperties.class).outage();
            assertThat(outage.quota()).isEqualTo(OutagePolicy.Quotas.OPEN);
            assertThat(outage.credits()).isEqualTo(OutagePolicy.Quotas.CLOSED);
            assertThat(outage.rate()).isEqualTo(OutagePolicy.Rates.CLOSED);
            assertThat(outage.replay()).isEqualTo(OutagePolicy.Replays.OPEN);
        }
    }

    @ParameterizedTest
    @CsvSource({"open", "closed", "cached"})
    void setsOutagePolicyByName(String policy) {
        try (Host host = Host.start(App.class, Host.WITHOUT_SECURITY, "licensing.outage.license=" + policy)) {
            assertThat(host.bean(LicensingProperties.class).outage().license())
                    .hasToString(policy.toUpperCase(Locale.ROOT));
        }
    }
}
