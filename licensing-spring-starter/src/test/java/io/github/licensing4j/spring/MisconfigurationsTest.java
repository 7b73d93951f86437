package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicensingInfo;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Tests that a wrong configuration fails the start, or warns in one line, and names the property. Each row starts a
 * real application.
 */
@Tag("4.5.9")
@Tag("4.4.6")
@ExtendWith(OutputCaptureExtension.class)
class MisconfigurationsTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String WEBHOOK = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private static final Set<Class<?>> SECURED =
            Set.of(AppWithChain.class, AppWithTwoChains.class, AppWithConfigurer.class);

    @TempDir
    static Path dir;

    /** A host without a database. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(excludeName = "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration")
    static class App {}

    /** A host whose database does not answer. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(excludeName = "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration")
    static class AppWithDatabase {
        @Bean
        DataSource orders() {
            // As the driver answers where no server listens.
            return (DataSource) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("getConnection")) {
                            throw new SQLException("Connection to 127.0.0.1:1 refused", "08001");
                        }
                        return method.getName().equals("hashCode") ? 1 : null;
                    });
        }
    }

    /** A host whose pool cannot make its first connection. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(excludeName = "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration")
    static class AppWithPool {
        @Bean
        DataSource orders() {
            // As HikariCP answers; its exception is no SQLException, and the driver's message has the address.
            return (DataSource) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("getConnection")) {
                            throw new IllegalStateException(
                                    "Failed to initialize pool",
                                    new SQLException("jdbc:postgresql://db/x?password=" + TOKEN + " refused", "08001"));
                        }
                        return method.getName().equals("hashCode") ? 1 : null;
                    });
        }
    }

    /** A host whose only chain protects everything, without the licensing configurer. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class AppWithChain {
        @Bean
        SecurityFilterChain everything(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .build();
        }
    }

    /** A host with its own chain for the admin API, while that of callers has the configurer. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class AppWithTwoChains {
        @Bean
        @Order(1)
        SecurityFilterChain admins(HttpSecurity http) throws Exception {
            return http.securityMatcher("/licensing/v1/licenses/**")
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .build();
        }

        @Bean
        @Order(2)
        SecurityFilterChain callers(HttpSecurity http, LicenseAuthenticationConfigurer licenses) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .with(licenses, Customizer.withDefaults())
                    .build();
        }
    }

    /** A host whose chain is as the guide has it. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class AppWithConfigurer {
        @Bean
        SecurityFilterChain everything(HttpSecurity http, LicenseAuthenticationConfigurer licenses) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .with(licenses, Customizer.withDefaults())
                    .build();
        }
    }

    /**
     * One row.
     *
     * @param properties what is set beside a configuration that starts; {@code -name} removes one
     * @param expected texts of the failure or of the one warning
     */
    private record Wrong(Kind kind, Class<?> application, List<String> properties, List<String> expected) {
        Wrong {
            properties = located(properties);
            expected = located(expected);
        }

        private static List<String> located(List<String> texts) {
            return texts.stream()
                    .map(text -> text.replace("DIR", dir == null ? "DIR" : dir.toString()))
                    .toList();
        }

        static Wrong fails(String properties, String... expected) {
            return new Wrong(Kind.FAILS, App.class, split(properties), List.of(expected));
        }

        static Wrong warns(String properties, String... expected) {
            return new Wrong(Kind.WARNS, App.class, split(properties), List.of(expected));
        }

        Wrong in(Class<?> other) {
            return new Wrong(kind, other, properties, expected);
        }

        private static List<String> split(String properties) {
            return List.of(properties.split(" & ", -1));
        }

        @Override
        public String toString() {
            return kind + " " + properties;
        }
    }

    private enum Kind {
        FAILS,
        WARNS
    }

    static Stream<Wrong> wrong() {
        return Stream.of(
                Wrong.fails("-licensing.issuer", "licensing.issuer"),
                Wrong.fails("-licensing.audience", "licensing.audience"),
                Wrong.fails("licensing.issuer=https://host.example ", "licensing.issuer", "white space"),
                Wrong.fails("licensing.audience=\"host\"", "licensing.audience", "quotes"),
                Wrong.fails("licensing.issuer=${NOT_THERE}", "licensing.issuer", "placeholder"),
                Wrong.fails("licensing.catalog.location=DIR/none.yaml", "licensing.catalog.location", "none.yaml"),
                Wrong.fails("licensing.catalog.location=DIR/bad.yaml", "bad.yaml:3:", "'report.raed'"),
                Wrong.fails(
                        "licensing.filter.failed-credentials.per-minute=-1",
                        "licensing.filter.failed-credentials: an address may have -1 failed credentials a minute"),
                Wrong.fails("licensing.signatures.window=11m", "licensing.signatures.window", "PT10M"),
                Wrong.fails("licensing.signatures.max-body=65MB", "licensing.signatures.max-body", "64MB"),
                Wrong.fails("licensing.signatures.components=Content-Type", "licensing.signatures", "'Content-Type'"),
                Wrong.fails("licensing.catalog.reload-interval=fast", "licensing.catalog.reload-interval", "fast"),
                Wrong.fails("licensing.keys.generate=false", "licensing.keys.location", "licensing.store.data-dir"),
                Wrong.fails(
                        "-licensing.keys.generate & licensing.keys.location=DIR",
                        "licensing.keys.location",
                        "directory"),
                Wrong.fails(
                        "-licensing.keys.generate & licensing.keys.location=DIR/none.json",
                        "licensing.keys.location",
                        "none.json"),
                Wrong.fails(
                        "-licensing.keys.generate & licensing.keys.location=DIR/bad.yaml",
                        "licensing.keys.location",
                        "bad.yaml",
                        "PEM block"),
                Wrong.fails("licensing.keys.location=DIR/none.json", "licensing.keys.location"),
                Wrong.fails("licensing.unanotated=deny", "licensing.unanotated", "licensing.unannotated"),
                Wrong.fails("licensing.store.datadir2=x", "licensing.store.datadir2", "licensing.store.data-dir"),
                Wrong.fails("licensing.webhooks[0].ulr=x", "licensing.webhooks[0].ulr", "licensing.webhooks.url"),
                Wrong.fails("licensing.mode=strict", "licensing.mode", "strict"),
                Wrong.fails("licensing.enabled=off", "licensing.enabled", "true"),
                Wrong.fails("licensing.clock-skew=10m", "licensing.clock-skew", "PT5M"),
                Wrong.fails("licensing.admin.token=short", "licensing.admin.token", "32"),
                Wrong.fails("licensing.admin.token=" + TOKEN + " ", "licensing.admin.token", "white space"),
                Wrong.fails("licensing.admin.token=\t" + TOKEN, "licensing.admin.token", "white space"),
                Wrong.fails("licensing.admin.token=\"" + TOKEN + "\"", "licensing.admin.token", "quote"),
                Wrong.fails("licensing.admin.token=${LICENSING_ADMIN_TOKEN_NOT_THERE}", "licensing.admin.token"),
                Wrong.fails("licensing.admin.path=licensing", "licensing.admin.path"),
                Wrong.fails(
                        "licensing.forward.headers=plan & licensing.forward.prefix=License-",
                        "licensing.forward.prefix",
                        "License-Device"),
                Wrong.fails(
                        "licensing.forward.prefix=Acme-",
                        "licensing.forward.headers",
                        "issuer, license, customer and plan"),
                Wrong.fails("licensing.catalog.location=DIR", "licensing.catalog.location", "no regular file"),
                Wrong.fails("licensing.external-uri=api.example.com", "licensing.external-uri", "https://"),
                Wrong.fails(
                        "licensing.cors.allowed-origins=*,https://app.example/",
                        "licensing.cors.allowed-origins[1]",
                        "https://app.example,"),
                Wrong.fails("licensing.filter.include=v1/**", "licensing.filter.include[0]", "/v1/**"),
                Wrong.fails("licensing.filter.exclude=/v1/**.csv", "licensing.filter.exclude[0]", "/v1/**"),
                Wrong.fails("licensing.filter.max-async-hold=500ms", "licensing.filter.max-async-hold", "PT1S"),
                Wrong.fails(webhook("secret=hush"), "licensing.webhooks[0].secret", "whsec_"),
                Wrong.fails(webhook("secret='" + WEBHOOK + "'"), "licensing.webhooks[0].secret", "quote"),
                Wrong.fails(webhook("name=w"), "licensing.webhooks[0].secret"),
                Wrong.fails(
                        webhook("secret=" + WEBHOOK + " & licensing.webhooks[0].topics=license.*suspend"),
                        "licensing.webhooks[0]",
                        "license.*suspend"),
                Wrong.fails("licensing.store.data-dir=DIR/bad.yaml", "licensing.store.data-dir", "is a file"),
                Wrong.fails("licensing.store.data-dir=DIR/bad.yaml/x", "licensing.store.data-dir", "bad.yaml"),
                Wrong.fails("licensing.store.data-dir=/proc/licensing", "licensing.store.data-dir", "/proc"),
                Wrong.fails("licensing.store.type=embedded", "licensing.store.data-dir"),
                Wrong.fails("licensing.store.type=memory & licensing.store.data-dir=DIR/a", "licensing.store.data-dir"),
                Wrong.fails("licensing.store.type=jdbc", "licensing.store.audit-key"),
                Wrong.fails(
                        "licensing.store.data-dir=DIR/b & licensing.export.files.directory=DIR/bad.yaml",
                        "licensing.export.files.directory",
                        "is a file"),
                Wrong.fails("licensing.export.files.directory=DIR/c", "licensing.store.data-dir"),
                Wrong.fails(
                        "licensing.store.data-dir=DIR/b & licensing.export.stripe.api-key=sk_test_1 ",
                        "licensing.export.stripe.api-key",
                        "white space"),
                Wrong.fails(
                        "licensing.store.data-dir=DIR/b & licensing.export.cloud-events.uri=http://example.com",
                        "licensing.export.cloud-events.uri",
                        "https"),
                Wrong.fails("licensing.usage.max-disk=1KB", "licensing.usage.max-disk"),
                Wrong.fails("licensing.problems.base-uri=problems", "licensing.problems.base-uri"),
                Wrong.fails("licensing.credentials=", "licensing.credentials"),
                Wrong.fails("licensing.limits.max-cached-tokens=0", "licensing.limits.max-cached-tokens"),
                Wrong.fails("licensing.limits.max-active-licenses=-1", "licensing.limits.max-active-licenses"),
                Wrong.fails("licensing.tokens.ttl=0s", "licensing.tokens.ttl"),
                Wrong.fails("licensing.tokens.environment=Live!", "licensing.tokens.environment"),
                Wrong.fails("licensing.tokens.exchanges-per-key=0", "licensing.tokens.exchanges-per-key", "1 to 60000"),
                Wrong.fails("licensing.tokens.exchanges-per-customer=60001", "licensing.tokens.exchanges-per-customer"),
                Wrong.fails("licensing.tokens.exchanges-per-customer=many", "licensing.tokens.exchanges-per-customer"),
                Wrong.fails("licensing.audit.head-location=DIR/audit.head", "licensing.audit.head-location", "stored"),
                Wrong.fails(
                        "licensing.store.data-dir=DIR/e & licensing.audit.head-location=DIR/none/audit.head",
                        "licensing.audit.head-location",
                        "DIR/none' is not a directory"),
                Wrong.fails(
                        "licensing.store.data-dir=DIR/e & licensing.audit.head-location=DIR/bad.yaml",
                        "licensing.audit.head-location",
                        "bad.yaml' does not hold"),
                Wrong.fails("licensing.usage.flush-interval=0s", "licensing.usage.flush-interval"),
                Wrong.fails("licensing.trust[0].issuer=https://b.example", "licensing.trust[0].jwks-uri"),
                Wrong.fails("licensing.keys.jwks-uri=keys.json", "licensing.keys.jwks-uri"),
                Wrong.fails(jdbc(), "spring.datasource.url", "cannot be reached")
                        .in(AppWithDatabase.class),
                Wrong.fails(jdbc(), "spring.datasource.url", "cannot be reached")
                        .in(AppWithPool.class),
                Wrong.fails(
                                jdbc() + " & licensing.store.audit-key=DIR/none/audit.key",
                                "licensing.store.audit-key",
                                "DIR/none' is not a directory")
                        .in(AppWithDatabase.class),
                Wrong.fails(jdbc() + " & licensing.store.audit-key=DIR", "licensing.store.audit-key", "a directory")
                        .in(AppWithDatabase.class),
                Wrong.fails(jdbc() + " & licensing.store.data-source=none", "licensing.store.data-source")
                        .in(AppWithDatabase.class),
                Wrong.warns("licensing.enabled=false", "licensing.enabled"),
                Wrong.warns("licensing.mode=observe", "licensing.mode"),
                Wrong.warns(
                                "licensing.store.data-dir=DIR/d",
                                "licensing.store.data-dir",
                                "'orders'",
                                "licensing.store.type")
                        .in(AppWithDatabase.class),
                Wrong.warns(
                                "licensing.admin.token=" + TOKEN,
                                "licensing.admin.path",
                                "/licensing/v1/licenses, /licensing/v1/token, /licensing/v1/me, /.well-known/licensing-jwks.json",
                                "http.with(")
                        .in(AppWithChain.class),
                Wrong.warns(
                                "licensing.admin.path=/manage",
                                "licensing.admin.path",
                                "/manage/licenses, /manage/token",
                                "docs/spring-security.md")
                        .in(AppWithChain.class),
                Wrong.warns(
                                "licensing.admin.token=" + TOKEN,
                                "covers /licensing/v1/licenses (",
                                "LicenseAuthenticationConfigurer")
                        .in(AppWithTwoChains.class),
                Wrong.warns("licensing.keys.generate=true", "licensing.keys.location"));
    }

    private static String webhook(String property) {
        return "licensing.webhooks[0].url=https://example.com/hooks & licensing.webhooks[0]." + property;
    }

    private static String jdbc() {
        return "licensing.store.type=jdbc & licensing.store.audit-key=DIR/audit.key & licensing.usage.journal-dir=DIR/journal";
    }

    @BeforeAll
    static void writeFiles() throws IOException {
        Files.writeString(dir.resolve("bad.yaml"), "catalog: test\nplans:\n  free@1: { features: [report.raed] }\n");
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void namesProperty(Wrong wrong, CapturedOutput output) {
        if (wrong.kind() == Kind.WARNS) {
            start(wrong).close();
            assertThat(warnings(output))
                    .filteredOn(line -> wrong.expected().stream().allMatch(line::contains))
                    .hasSize(1);
        } else {
            // Contexts of other test classes may still run.
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            assertThatThrownBy(() -> start(wrong).close()).isNotNull();
            String report = output.getAll();
            assertThat(report).contains("APPLICATION FAILED TO START").contains("Action:");
            assertThat(report).contains(wrong.expected());
            assertThat(report).doesNotContain("\tat ").doesNotContain(TOKEN).doesNotContain(WEBHOOK);
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> !before.contains(thread))
                    .noneMatch(MisconfigurationsTest::isOfEngine);
        }
    }

    /** Every engine that runs has such a thread. Its other threads come and go, those of other contexts too. */
    private static boolean isOfEngine(Thread thread) {
        return thread.getName().equals("licensing-timer") || thread.getName().startsWith("licensing-journal");
    }

    @Test
    @Tag("4.5.5")
    void namesAllMissingPropertiesAtOnce(CapturedOutput output) {
        Wrong wrong = Wrong.fails(
                "-licensing.issuer & -licensing.audience & -licensing.catalog.location & -licensing.keys.generate");
        assertThatThrownBy(() -> start(wrong)).isNotNull();
        assertThat(output.getAll())
                .contains("licensing.issuer: ")
                .contains("licensing.audience: ")
                .contains("licensing.catalog.location: ")
                .contains("licensing.keys.location: ");
    }

    @Test
    void startsWithBaseConfiguration(CapturedOutput output) {
        ConfigurableApplicationContext context = start(Wrong.fails("licensing.admin.token=" + TOKEN));
        assertThat(context.getBean(LicensingInfo.class).catalog().name()).isEqualTo("host");
        context.close();
    }

    @Test
    void isSilentAboutChainsWithTheConfigurer(CapturedOutput output) {
        start(Wrong.warns("licensing.admin.token=" + TOKEN).in(AppWithConfigurer.class))
                .close();
        assertThat(warnings(output)).noneMatch(line -> line.contains("SecurityFilterChain"));
    }

    private static List<String> warnings(CapturedOutput output) {
        return output.getAll().lines().filter(line -> line.contains(" WARN ")).toList();
    }

    private static ConfigurableApplicationContext start(Wrong wrong) {
        Map<String, String> properties = new TreeMap<>(Map.of(
                "spring.main.banner-mode", "off",
                "licensing.issuer", "https://host.example",
                "licensing.audience", "host",
                "licensing.catalog.location", "classpath:host.yaml",
                "licensing.keys.generate", "true"));
        for (String property : wrong.properties()) {
            if (property.startsWith("-")) {
                properties.remove(property.substring(1));
            } else {
                int end = property.indexOf('=');
                properties.put(property.substring(0, end), property.substring(end + 1));
            }
        }
        List<String> arguments = new ArrayList<>();
        properties.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        boolean secured = SECURED.contains(wrong.application());
        String[] security = Host.WITHOUT_SECURITY.split("=", 2);
        arguments.add(secured ? "--server.port=0" : "--" + security[0] + "=" + security[1]);
        return new SpringApplicationBuilder(wrong.application())
                .web(secured ? WebApplicationType.SERVLET : WebApplicationType.NONE)
                .run(arguments.toArray(new String[0]));
    }
}
