package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.RequiresFeature;
import io.github.licensing4j.servlet.LicensingFilter;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.AntPathMatcher;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.util.pattern.PathPatternParser;

/** Tests that hosts with an ineffective annotation, rule or pattern fail the start with the reason. */
class RefusedHostTest extends RefusedHostFixture {
    @Test
    @Tag("4.3.1")
    void refusesReactiveHosts() {
        FailureAnalysis analysis =
                failure(Plain.class, WebApplicationType.REACTIVE, "--spring.main.lazy-initialization=true");
        assertThat(analysis.getDescription()).contains("reactive", "WebFlux");
        assertThat(analysis.getAction()).contains("licensing.enabled=false");
    }

    @Test
    @Tag("4.3.1")
    void refusesAnnotationsWithoutAServer() {
        assertThat(failure(WithService.class, WebApplicationType.NONE).getDescription())
                .contains("Exports#csv");
    }

    @RestController
    static class Annotated {
        @GetMapping("/v1/{kind}/report")
        @RequiresFeature("report.write")
        String report(@PathVariable String kind) {
            return "secret " + kind;
        }

        @GetMapping("/files/{name}")
        String file(@PathVariable String name) {
            return "secret " + name;
        }
    }

    @Import({Plain.class, Annotated.class})
    static class WithAnnotated {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--licensing.filter.exclude=/v1/**",
                "--licensing.filter.exclude=/v1/monthly/report",
                "--licensing.filter.exclude=/**",
                "--licensing.filter.include=/v2/**",
                "--licensing.filter.include=/v1/monthly/**"
            })
    @Tag("4.3.3")
    void refusesPatternsMissingAnnotatedEndpoints(String property) {
        FailureAnalysis analysis = failure(WithAnnotated.class, WebApplicationType.SERVLET, property);
        assertThat(analysis.getDescription()).contains("GET /v1/{kind}/report (Annotated#report)");
        assertThat(analysis.getAction()).contains("licensing.filter.include", "licensing.filter.exclude");
    }

    @Test
    @Tag("4.3.3")
    void refusesPatternsMissingRules() {
        FailureAnalysis analysis =
                failure(WithAnnotated.class, WebApplicationType.SERVLET, "--licensing.filter.exclude=/files/**");
        assertThat(analysis.getDescription()).contains("GET /files/**");
    }

    /** Changes the registration of the filter, as a bean of the host may. */
    private static BeanPostProcessor registering(Consumer<FilterRegistrationBean<?>> change) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof FilterRegistrationBean<?> registration
                        && registration.getFilter() instanceof LicensingFilter) {
                    change.accept(registration);
                }
                return bean;
            }
        };
    }

    @Configuration(proxyBeanMethods = false)
    @Import(WithAnnotated.class)
    static class Narrowed {
        @Bean
        static BeanPostProcessor narrowing() {
            return registering(registration -> registration.addUrlPatterns("/v2/*"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(WithAnnotated.class)
    static class Disabled {
        @Bean
        static BeanPostProcessor disabling() {
            return registering(registration -> registration.setEnabled(false));
        }
    }

    @Test
    @Tag("4.3.3")
    void refusesRegistrationsMissingAnnotatedEndpoints() {
        assertThat(failure(Narrowed.class, WebApplicationType.SERVLET).getDescription())
                .contains("Annotated#report");
        assertThat(failure(Disabled.class, WebApplicationType.SERVLET).getDescription())
                .contains("Annotated#report");
    }

    @Configuration(proxyBeanMethods = false)
    @Import(WithAnnotated.class)
    static class IgnoresCase implements WebMvcConfigurer {
        @Override
        public void configurePathMatch(PathMatchConfigurer configurer) {
            var parser = new PathPatternParser();
            parser.setCaseSensitive(false);
            configurer.setPatternParser(parser);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(WithAnnotated.class)
    static class AntIgnoresCase implements WebMvcConfigurer {
        @Override
        @SuppressWarnings("removal") // Spring 7 still has it
        public void configurePathMatch(PathMatchConfigurer configurer) {
            var matcher = new AntPathMatcher();
            matcher.setCaseSensitive(false);
            configurer.setPathMatcher(matcher);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {IgnoresCase.class, AntIgnoresCase.class})
    @Tag("4.3.4")
    void findsRulesWhateverTheCase(Class<?> application) throws Exception {
        try (Host host =
                Host.start(application, Host.WITHOUT_SECURITY, "licensing.catalog.location=classpath:cased.yaml")) {
            String free = host.token("free@1");
            for (String path : List.of(
                    "/files/a",
                    "/FILES/a",
                    "/Files/A",
                    "/%46ILES/a",
                    "/FILES;x=1/a",
                    "/v1/SECRET/report",
                    "/V1/Secret/REPORT")) {
                assertThat(host.get(path, free).statusCode()).as(path).isEqualTo(403);
            }
        }
    }

    @Test
    @Tag("4.3.4")
    void includesPathsWhateverTheCase() throws Exception {
        try (Host host = Host.start(
                IgnoresCase.class,
                Host.WITHOUT_SECURITY,
                "licensing.catalog.location=classpath:cased.yaml",
                "licensing.filter.include=/files/**,/v1/**")) {
            for (String path : List.of("/files/a", "/FILES/a", "/f%C4%B0les/a", "/V1/monthly/report")) {
                assertThat(host.get(path).statusCode()).as(path).isEqualTo(401);
            }
        }
    }
}
