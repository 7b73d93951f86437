package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.MutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.LicensingInfo;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** OpenFeature's client answers by the license of the call. */
class LicenseFeatureProviderTest {
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Endpoints.class)
    static class Application {}

    @RestController
    static class Endpoints {
        private final Client client = OpenFeatureAPI.getInstance().getClient("license");

        @GetMapping("/write")
        String write() {
            return client.getBooleanValue("report.write", false) + " " + client.getStringValue("plan", "none");
        }

        @GetMapping("/open")
        @LicenseExempt(reason = "open to all")
        String open() {
            FlagEvaluationDetails<Boolean> flag =
                    client.getBooleanDetails("report.write", true, new MutableContext("lic_1"));
            return flag.getValue() + " " + flag.getReason();
        }
    }

    private static Host start() throws Exception {
        Host host = Host.start(Application.class, Host.WITHOUT_SECURITY);
        OpenFeatureAPI.getInstance().setProviderAndWait("license", host.bean(LicenseFeatureProvider.class));
        return host;
    }

    @AfterEach
    void unregister() {
        OpenFeatureAPI.getInstance().shutdown();
    }

    @Test
    void answersByLicenseOfCall() throws Exception {
        try (Host host = start()) {
            assertThat(host.get("/write", host.token("free@1")).body()).isEqualTo("false free@1");
            assertThat(host.get("/write", host.token("pro@1")).body()).isEqualTo("true pro@1");
        }
    }

    @Test
    void returnsDefaultWithoutLicenseWhateverTheCallerClaims() throws Exception {
        try (Host host = start()) {
            assertThat(host.get("/open").body()).isEqualTo("true DEFAULT");
        }
    }

    @Test
    void saysWhatIsUnknownOrOfAnotherType() throws Exception {
        try (Host host = start()) {
            Client client = OpenFeatureAPI.getInstance().getClient("license");
            assertThat(client.getBooleanDetails("report.erase", true).getErrorCode())
                    .isEqualTo(ErrorCode.FLAG_NOT_FOUND);
            assertThat(client.getBooleanValue("report.erase", true)).isTrue();
            assertThat(client.getStringDetails("tariff", "x").getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
            assertThat(client.getStringDetails("report.write", "x").getErrorCode())
                    .isEqualTo(ErrorCode.TYPE_MISMATCH);
            assertThat(client.getIntegerDetails("report.write", 7).getErrorCode())
                    .isEqualTo(ErrorCode.TYPE_MISMATCH);
            assertThat(client.getDoubleValue("plan", 1.5)).isEqualTo(1.5);
            assertThat(host.bean(LicenseFeatureProvider.class).getMetadata().getName())
                    .isEqualTo("licensing4j");
        }
    }

    @Test
    void announcesChangedCatalogAtNextEvaluation() throws Exception {
        var catalog = new AtomicReference<>(catalog("1", Set.of("a", "b")));
        LicensingInfo info = (LicensingInfo) Proxy.newProxyInstance(
                LicensingInfo.class.getClassLoader(),
                new Class<?>[] {LicensingInfo.class},
                (proxy, method, arguments) -> catalog.get());
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        api.setProviderAndWait("license", new LicenseFeatureProvider(info));
        Client client = api.getClient("license");
        BlockingQueue<List<String>> changed = new LinkedBlockingQueue<>();
        client.onProviderConfigurationChanged(details -> changed.add(details.getFlagsChanged()));

        catalog.set(catalog("2", Set.of("b", "c")));
        assertThat(client.getBooleanDetails("c", false).getErrorCode()).isNull();
        assertThat(client.getBooleanDetails("a", false).getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
        assertThat(changed.poll(10, TimeUnit.SECONDS)).containsExactly("a", "b", "c", "plan");
        assertThat(changed).isEmpty();
    }

    private static CatalogSummary catalog(String hash, Set<String> features) {
        return new CatalogSummary("flags", hash, Instant.EPOCH, features, List.of(), List.of());
    }
}
