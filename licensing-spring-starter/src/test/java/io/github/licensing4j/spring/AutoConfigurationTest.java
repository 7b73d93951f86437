package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallEvidence;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.RequiresFeature;
import io.github.licensing4j.core.LicensingBuilder;
import io.github.licensing4j.core.LicensingEngine;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.servlet.LicensingFilter;
import io.github.licensing4j.spi.ConcurrencyStore;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.RateLimitStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

class AutoConfigurationTest {
    @TempDir
    Path dir;

    private Path catalog;
    private WebApplicationContextRunner runner;

    @RestController
    static class Good {
        @GetMapping("/report")
        @RequiresFeature("report.read")
        String report() {
            return "report";
        }
    }

    @RestController
    static class Misspelt {
        @GetMapping("/report")
        @RequiresFeature("report.raed")
        String report() {
            return "report";
        }
    }

    @RestController
    static class Bare {
        @GetMapping("/bare")
        String bare() {
            return "bare";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRegistry {
        @Bean
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }

    @BeforeEach
    void prepare() {
        catalog = dir.resolve("licensing.yaml");
        write("catalog: test\nfeatures: { report.read: {} }\nplans:\n  free@1: {}\n");
        runner = new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DispatcherServletAutoConfiguration.class,
                        WebMvcAutoConfiguration.class,
                        LicensingMetricsAutoConfiguration.class,
                        LicensingAutoConfiguration.class,
                        LicensingWebAutoConfiguration.class,
                        LicensingActuatorAutoConfiguration.class,
                        LicensingSecurityAutoConfiguration.class))
                .withPropertyValues(
                        "licensing.issuer=https://test.example",
                        "licensing.audience=test",
                        "licensing.keys.generate=true",
                        "licensing.catalog.location=" + catalog);
    }

    @Test
    void publishesOnlyOwnTypesAndFilter() {
        runner.withUserConfiguration(Good.class).run(context -> {
            assertThat(context).hasSingleBean(Licensing.class).hasSingleBean(LicenseTokenIssuer.class);
            FilterRegistrationBean<?> registration = context.getBean(FilterRegistrationBean.class);
            assertThat(registration.getFilter()).isInstanceOf(LicensingFilter.class);
            assertThat(registration.getOrder()).isEqualTo(-50);
            assertThat(registration.determineDispatcherTypes()).containsExactly(DispatcherType.REQUEST);
            assertThat(context).doesNotHaveBean(LicensingFilter.class);
        });
    }

    @Test
    void addsNothingWhenDisabled() {
        runner.withPropertyValues("licensing.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(Licensing.class)
                        .doesNotHaveBean(FilterRegistrationBean.class)
                        .doesNotHaveBean(EndpointRegistrar.class));
    }

    @Test
    void usesCountersOfHost() {
        List<String> accounts = new ArrayList<>();
        InMemoryCounters counters = new InMemoryCounters(10);
        write("""
                catalog: test
                plans:
                  free@1:
                    limits: { burst: { kind: rate, permits: 1, per: PT1S }, parallel: { kind: concurrency, max: 1 },
                              monthly: { kind: quota, meter: calls, amount: 1, per: P1M } }
                """);
        runner.withBean(QuotaStore.class, () -> license -> account("quota", accounts, counters.account(license)))
                .withBean(RateLimitStore.class, () -> license -> account("rate", accounts, counters.account(license)))
                .withBean(
                        ConcurrencyStore.class,
                        () -> license -> account("concurrency", accounts, counters.account(license)))
                .run(context -> {
                    String token = context.getBean(LicenseTokenIssuer.class)
                            .issue(LicenseTokenRequest.of("acme", "lic_1", PlanId.parse("free@1"), Duration.ofDays(1)));
                    var caller = context.getBean(Licensing.class)
                            .identify(call(new Credential(Credential.Source.BEARER, token)));
                    assertThat(caller).isInstanceOf(Identified.class);
                    assertThat(accounts).containsExactlyInAnyOrder("quota", "rate", "concurrency");
                });
    }

    private static Call call(Credential... credentials) {
        return new Call(
                "GET",
                new RequestPath.Canonical("/"),
                List.of(credentials),
                new Call.Peer("192.0.2.1", Call.Route.DIRECT),
                CallEvidence.none());
    }

    private static <T> T account(String kind, List<String> accounts, T account) {
        accounts.add(kind);
        return account;
    }

    @Test
    void backsOffForAnEngineOfTheHost() {
        LicensingEngine own = new LicensingBuilder()
                .issuer("https://own.example")
                .audience("own")
                .keys(KeyFile.ephemeral())
                .catalog(catalog)
                .build();
        runner.withBean("own", LicensingEngine.class, () -> own)
                .withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                .withPropertyValues("licensing.issuer=", "licensing.audience=")
                .run(context -> assertThat(context.getBeansOfType(LicensingEngine.class))
                        .containsOnlyKeys("own"));
    }

    @ParameterizedTest
    @CsvSource({"actuator", "micrometer", "security"})
    void startsWithoutOptionalLibraries(String missing) {
        Class<?> absent = switch (missing) {
            case "actuator" -> Endpoint.class;
            case "micrometer" -> MeterRegistry.class;
            default -> HttpSecurity.class;
        };
        runner.withClassLoader(new FilteredClassLoader(absent))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Licensing.class));
    }

    @Test
    void countsDecisionsWithoutIdentities() {
        runner.withUserConfiguration(OwnRegistry.class).run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            context.getBean(Licensing.class).identify(call());
            assertThat(registry.counter("licensing.decisions", "outcome", "refused", "code", "credential-missing")
                            .count())
                    .isEqualTo(1);
            assertThat(registry.timer("licensing.identify").count()).isEqualTo(1);
            assertThat(registry.getMeters())
                    .flatExtracting(meter -> meter.getId().getTags())
                    .extracting(Tag::getKey)
                    .containsOnly("outcome", "code", "status", "kind");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "'licensing.issuer=', Set licensing.issuer",
        "'licensing.audience=', Set licensing.audience",
        "licensing.keys.generate=false, Set licensing.keys.location",
        "licensing.clock-skew=10m, PT5M",
        "licensing.catalog.location=/nowhere.yaml, licensing.catalog.location",
        "licensing.keys.location=/nowhere.json, licensing.keys"
    })
    void saysWhatToChange(String property, String expected) {
        runner.withPropertyValues(property).run(context -> {
            FailureAnalysis analysis = analysis(context.getStartupFailure());
            assertThat(analysis.getDescription() + " " + analysis.getAction()).contains(expected);
        });
    }

    @Test
    void namesCatalogLineAndNearestName() {
        write("catalog: test\nfeatures: { report.read: {} }\nplans:\n  free@1: { features: [report.raed] }\n");
        runner.run(context -> assertThat(analysis(context.getStartupFailure()).getDescription())
                .contains("licensing.yaml:4:")
                .contains("'report.raed'")
                .contains("'report.read'"));
    }

    @Test
    void anUnknownFeatureInAnAnnotationFailsTheStart() {
        runner.withUserConfiguration(Misspelt.class).run(context -> {
            FailureAnalysis analysis = analysis(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains("Misspelt#report");
            assertThat(analysis.getAction()).contains("'report.read'");
        });
    }

    @Test
    void aBareEndpointUnderDenyFailsTheStart() {
        runner.withUserConfiguration(Bare.class)
                .withPropertyValues("licensing.unannotated=deny")
                .run(context -> assertThat(analysis(context.getStartupFailure()).getDescription())
                        .contains("Bare#bare"));
    }

    @Test
    void anUnknownPropertyFailsTheStart() {
        runner.withPropertyValues("licensing.unanotated=deny")
                .run(context ->
                        assertThat(context.getStartupFailure()).hasStackTraceContaining("licensing.unanotated"));
    }

    @Test
    void everyClassInMetaInfLoads() throws Exception {
        List<String> names = new ArrayList<>();
        Consumer<String> collect = line -> {
            for (String part : line.replace("\\", "").split("[=,]", -1)) {
                if (part.startsWith("io.github.licensing4j")) {
                    names.add(part.strip());
                }
            }
        };
        for (String resource : List.of(
                "META-INF/spring.factories",
                "META-INF/spring/aot.factories",
                "META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports",
                "META-INF/spring/org.springframework.boot.test.autoconfigure.web.servlet.WebMvcTest.imports",
                "META-INF/spring/org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest.imports")) {
            // The host's own jars have files of these names too.
            for (var urls = getClass().getClassLoader().getResources(resource); urls.hasMoreElements(); ) {
                try (var stream = urls.nextElement().openStream()) {
                    new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .forEach(collect);
                }
            }
        }
        assertThat(names).hasSizeGreaterThan(12);
        // springdoc is not a dependency of this module's tests; a separate module loads that class.
        assertThat(names.remove("io.github.licensing4j.spring.LicensingSpringdocAutoConfiguration"))
                .isTrue();
        for (String name : names) {
            assertThat(Class.forName(name)).isNotNull();
        }
    }

    @Test
    void documentsEveryPropertyWithItsDefault() throws Exception {
        try (var stream = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            assertThat(stream).isNotNull();
            String metadata = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(metadata)
                    .contains("\"licensing.mode\"")
                    .contains("\"licensing.unannotated\"")
                    .contains("\"licensing.catalog.reload-interval\"")
                    .contains("\"licensing.filter.order\"")
                    .contains("\"defaultValue\": -50")
                    .contains("\"description\": \"Exact issuer of the host's own license tokens. Required.\"");
        }
    }

    private static FailureAnalysis analysis(Throwable failure) {
        return Objects.requireNonNull(new LicensingFailureAnalyzer().analyze(failure), failure::toString);
    }

    private void write(String text) {
        try {
            Files.writeString(catalog, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
