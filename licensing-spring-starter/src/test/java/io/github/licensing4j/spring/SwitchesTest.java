package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallEvidence;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.core.LicensingBuilder;
import io.github.licensing4j.core.LicensingEngine;
import io.github.licensing4j.core.credential.KeyFile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** Tests disabling, missing optional libraries, and shutting down. */
class SwitchesTest {
    private static final AutoConfigurations ALL = AutoConfigurations.of(
            LicensingAutoConfiguration.class,
            LicensingArgumentsAutoConfiguration.class,
            LicensingWebAutoConfiguration.class,
            LicensingActuatorAutoConfiguration.class,
            LicensingMetricsAutoConfiguration.class,
            LicensingSecurityAutoConfiguration.class);
    private static final String[] PROPERTIES = {
        "licensing.issuer=https://host.example",
        "licensing.audience=host",
        "licensing.catalog.location=classpath:host.yaml",
        "licensing.keys.generate=true"
    };

    private final WebApplicationContextRunner web = new WebApplicationContextRunner()
            .withConfiguration(ALL)
            .withUserConfiguration(Mvc.class)
            .withPropertyValues(PROPERTIES);

    @Configuration(proxyBeanMethods = false)
    @EnableWebMvc
    static class Mvc {}

    @Configuration(proxyBeanMethods = false)
    static class OwnEngine {
        @Bean
        LicensingEngine own() throws IOException {
            return new LicensingBuilder()
                    .issuer("https://own.example")
                    .audience("own")
                    .catalog(new ClassPathResource("host.yaml").getFile().toPath())
                    .reloadInterval(Duration.ZERO)
                    .keys(KeyFile.ephemeral())
                    .build();
        }
    }

    @Test
    void keepsControllersWorkingWhenDisabled() {
        web.withPropertyValues("licensing.enabled=false").run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(Licensing.class).doesNotHaveBean("licensingFilter");
            assertThat(context).doesNotHaveBean("licensingInterceptor").hasBean("licensingArguments");
        });
        web.withUserConfiguration(OwnEngine.class)
                .withPropertyValues("licensing.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("licensingFilter"));
    }

    @Test
    void offersTheEngineAloneWithoutAWebApplication() {
        new ApplicationContextRunner()
                .withConfiguration(ALL)
                .withPropertyValues(PROPERTIES)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(Licensing.class)
                        .doesNotHaveBean("licensingFilter")
                        .doesNotHaveBean("licensingArguments"));
    }

    @Test
    void worksWithoutOptionalLibraries() {
        without("org.springframework.security", "licenseAuthenticationConfigurer");
        without("org.springframework.boot.actuate", "licensingEndpoint");
        without("io.micrometer", "licensingDecisionMetrics");
        without("org.springframework.test", "licenseTokens");
    }

    private void without(String missing, String bean) {
        web.withClassLoader(new FilteredClassLoader(missing))
                .run(context -> assertThat(context)
                        .as("without %s", missing)
                        .hasNotFailed()
                        .hasSingleBean(Licensing.class)
                        .hasBean("licensingFilter")
                        .doesNotHaveBean(bean));
    }

    @Test
    void generatesKeysOnlyUnderDevProfile() {
        WebApplicationContextRunner bare = new WebApplicationContextRunner()
                .withConfiguration(ALL)
                .withUserConfiguration(Mvc.class)
                .withPropertyValues(PROPERTIES[0], PROPERTIES[1], PROPERTIES[2]);
        bare.run(context -> assertThat(context).hasFailed());
        bare.withPropertyValues("spring.profiles.active=dev")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(KeyFile.class));
        bare.withPropertyValues("spring.profiles.active=dev", "licensing.keys.jwks-uri=http://localhost:1/jwks.json")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(KeyFile.class));
    }

    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @Test
    void stopsThreadsWhenContextCloses() {
        Licensing[] engine = new Licensing[1];
        Set<Thread> before = threads();
        web.run(context -> engine[0] = context.getBean(Licensing.class));
        var late = engine[0].identify(new Call(
                "GET",
                new RequestPath.Canonical("/"),
                List.of(),
                new Call.Peer("127.0.0.1", Call.Route.DIRECT),
                CallEvidence.none()));
        assertThat(late)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(RefusalCode.ENFORCEMENT_UNAVAILABLE));
        while (!before.containsAll(threads())) {
            Thread.onSpinWait();
        }
    }

    /** Returns the threads of which each running engine has one; its others come and go. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("licensing-timer"))
                .collect(Collectors.toSet());
    }
}
