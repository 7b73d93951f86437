package io.github.licensing4j.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.github.licensing4j.License;
import io.github.licensing4j.RequiresFeature;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spring.LicensingProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.DefaultMockMvcBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;

/** Tests a host whose own configuration stores licenses in a directory, exports usage and calls webhooks. */
@Tag("4.5.1")
@Tag("4.4.7")
class TestContextsTest {
    /** New for each run, so that files of an earlier run are not mistaken for those of this one. */
    private static final Path HOST = Path.of("target/host-" + UUID.randomUUID());

    private static final String LOCATION = "spring.config.additional-location";
    private static final String ADMIN = "0123456789abcdef0123456789abcdef";

    @RestController
    static class Reports {
        @GetMapping("/report")
        @RequiresFeature("report.read")
        String report(License license) {
            return license.id().value() + " " + license.customer();
        }
    }

    @EnableAutoConfiguration(
            excludeName = {
                "org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration",
                "org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration",
                "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
                "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
                "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
                "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration"
            })
    @Import(Reports.class)
    static class App {}

    /** A test as a team would write it. */
    @SpringBootTest(classes = App.class)
    abstract static class HostTest {
        @Autowired
        WebApplicationContext context;

        public void first() {}

        public void second() {}
    }

    @WithLicense(plan = "free@1")
    static class LicensedTest extends HostTest {}

    static class PlainTest extends HostTest {
        @Autowired
        LicenseTokens tokens;

        @Autowired
        MovableClock clock;
    }

    @TestPropertySource(properties = "licensing.catalog.reload-interval=7s")
    static class OtherTest extends PlainTest {}

    static class KeepingTest extends HostTest {
        @DynamicPropertySource
        static void own(DynamicPropertyRegistry registry) {
            registry.add("licensing.store.data-dir", () -> HOST.resolve("kept").toString());
        }
    }

    @BeforeAll
    static void configureHost() throws IOException {
        Files.createDirectories(HOST);
        // Where the host's own application.yaml is; as if it were in src/main/resources.
        System.setProperty(LOCATION, HOST.toUri().toString());
        Files.writeString(HOST.resolve("licensing.yaml"), """
                catalog: test
                features: { report.read: {} }
                plans:
                  free@1:
                    features: [report.read]
                    limits:
                      monthly: { kind: quota, meter: calls, amount: 1, per: P1M }
                      crowd: { kind: quota, of: customer, meter: calls, amount: 1, per: P1M }
                """);
        Files.writeString(HOST.resolve("application.yaml"), """
                licensing:
                  issuer: https://real.example
                  audience: real
                  catalog.location: %1$s/licensing.yaml
                  store.data-dir: %1$s/data
                  export.files.directory: %1$s/usage
                  webhooks: [{ url: "https://real.example/hooks", secret: "${NOT_SET_IN_TESTS}" }]
                  admin.token: %2$s
                """.formatted(HOST.toAbsolutePath(), ADMIN));
    }

    @AfterAll
    static void forgetHost() {
        System.clearProperty(LOCATION);
    }

    @Test
    void writesNothingOfTests() throws Exception {
        PlainTest test = new PlainTest();
        run(
                test,
                "first",
                () -> assertThat(call(test, get("/report").header("X-API-Key", "x"), test.tokens.forPlan("free@1")))
                        .startsWith("400"));
        assertThat(test.context.getBean(Store.class)).isInstanceOf(InMemoryStore.class);
        LicensingProperties properties = test.context.getBean(LicensingProperties.class);
        assertThat(properties.issuer()).isEqualTo("https://real.example");
        assertThat(properties.webhooks()).isEmpty();
        assertThat(properties.export().files()).isNull();
        assertThat(HOST.resolve("data")).doesNotExist();
        assertThat(HOST.resolve("usage")).doesNotExist();
    }

    @Test
    void keepsSettingsOfTest() throws Exception {
        KeepingTest test = new KeepingTest();
        run(
                test,
                "first",
                () -> assertThat(call(
                                test,
                                get("/report"),
                                test.context.getBean(LicenseTokens.class).forPlan("free@1")))
                        .startsWith("200"));
        assertThat(HOST.resolve("kept")).isDirectory();
        assertThat(HOST.resolve("data")).doesNotExist();
        assertThat(test.context.getBean(KeyRing.class).list()).hasSize(1);
    }

    @Test
    void givesEachTestItsOwnLicense() throws Exception {
        LicensedTest test = new LicensedTest();
        String[] answers = new String[2];
        run(test, "first", () -> {
            answers[0] = call(test, get("/report"), "");
            assertThat(call(test, get("/report"), "")).startsWith("429");
        });
        run(test, "second", () -> answers[1] = call(test, get("/report"), ""));
        assertThat(answers).allSatisfy(answer -> assertThat(answer).startsWith("200"));
        assertThat(answers[0]).isNotEqualTo(answers[1]);
    }

    @Test
    void movesClockOfAnyTest() throws Exception {
        PlainTest test = new PlainTest();
        run(test, "first", () -> {
            String token = test.tokens.forPlan("free@1");
            assertThat(call(test, get("/report"), token)).startsWith("200");
            assertThat(call(test, get("/report"), token)).startsWith("429");
            test.clock.advance(Duration.ofDays(32));
            assertThat(call(test, get("/report"), token)).startsWith("200");
        });
    }

    @Test
    void reachesLibraryThroughMockMvc() throws Exception {
        PlainTest test = new PlainTest();
        run(test, "first", () -> {
            assertThat(call(test, get("/licensing/v1/me"), test.tokens.forPlan("free@1")))
                    .startsWith("200")
                    .contains("free@1");
            assertThat(call(test, get("/licensing/v1/licenses"), ADMIN)).startsWith("200");
            assertThat(call(test, get("/licensing/v1/licenses"), "")).startsWith("401");
            assertThat(call(test, get("/.well-known/licensing-jwks.json"), ""))
                    .startsWith("200")
                    .contains("\"keys\"");
        });
    }

    @Test
    void runsContextsSideBySide() throws Exception {
        PlainTest test = new PlainTest();
        OtherTest other = new OtherTest();
        run(
                test,
                "first",
                () -> run(other, "first", () -> {
                    assertThat(other.context).isNotSameAs(test.context);
                    assertThat(call(other, get("/report"), other.tokens.forPlan("free@1")))
                            .startsWith("200");
                    assertThat(call(test, get("/report"), other.tokens.forPlan("free@1")))
                            .startsWith("401");
                }));
    }

    private static void run(HostTest test, String method, ThrowingRunnable calls) throws Exception {
        TestContextManager manager = new TestContextManager(test.getClass());
        manager.beforeTestClass();
        manager.prepareTestInstance(test);
        manager.beforeTestMethod(test, test.getClass().getMethod(method));
        try {
            calls.run();
        } finally {
            manager.afterTestMethod(test, test.getClass().getMethod(method), null);
            manager.afterTestClass();
        }
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    private static String call(HostTest test, MockHttpServletRequestBuilder request, String token) throws Exception {
        DefaultMockMvcBuilder builder = MockMvcBuilders.webAppContextSetup(test.context);
        test.context
                .getBeanProvider(FilterRegistrationBean.class)
                .orderedStream()
                .forEach(registration -> builder.addFilters(Objects.requireNonNull(registration.getFilter())));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        MockHttpServletResponse response =
                builder.build().perform(request).andReturn().getResponse();
        return response.getStatus() + " " + response.getContentAsString();
    }
}
