package io.github.licensing4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.License;
import io.github.licensing4j.RequiresFeature;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.resttestclient.TestRestTemplate;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureTestRestTemplate;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tests that calls of a test to a running server carry the license of the test. */
@Tag("4.5.1")
class Boot4TestClientsTest {

    @RestController
    static class Reports {
        @GetMapping("/report")
        @RequiresFeature("report.read")
        String report(License license) {
            return license.id().value();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                SecurityAutoConfiguration.class,
                ServletWebSecurityAutoConfiguration.class,
                SecurityFilterAutoConfiguration.class,
                ManagementWebSecurityAutoConfiguration.class
            })
    @Import(Reports.class)
    static class App {}

    @SpringBootTest(
            classes = App.class,
            webEnvironment = WebEnvironment.RANDOM_PORT,
            properties = "licensing.catalog.location=classpath:host.yaml")
    @WithLicense(plan = "free@1")
    @AutoConfigureTestRestTemplate
    @AutoConfigureRestTestClient
    static class ServerTest {
        @Autowired
        TestRestTemplate template;

        @Autowired
        RestTestClient client;

        public void calls() {}
    }

    @Test
    void carryLicenseOfTest() throws Exception {
        ServerTest test = new ServerTest();
        TestContextManager manager = new TestContextManager(ServerTest.class);
        manager.prepareTestInstance(test);
        Method calls = ServerTest.class.getMethod("calls");
        manager.beforeTestMethod(test, calls);
        try {
            assertThat(test.template.getForObject("/report", String.class)).startsWith("lic_test_");
            test.client.get().uri("/report").exchange().expectStatus().isOk();
            assertThat(test.template
                            .exchange("/report", HttpMethod.GET, key(), String.class)
                            .getBody())
                    .contains("credential-invalid");
        } finally {
            manager.afterTestMethod(test, calls, null);
        }
        assertThat(test.template.getForObject("/report", String.class)).contains("credential-missing");
    }

    private static HttpEntity<Void> key() {
        HttpHeaders headers = new HttpHeaders();
        headers.set("X-API-Key", "lk_live_unknown");
        return new HttpEntity<>(headers);
    }
}
