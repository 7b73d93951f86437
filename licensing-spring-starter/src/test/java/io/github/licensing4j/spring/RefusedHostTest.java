package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.Metered;
import io.github.licensing4j.RequiresFeature;
import io.github.licensing4j.RequiresScope;
import io.github.licensing4j.servlet.LicensingFilter;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.stereotype.Service;
import org.springframework.util.AntPathMatcher;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.pattern.PathPatternParser;

/** Tests that hosts with an ineffective annotation, rule or pattern fail the start with the reason. */
class RefusedHostTest {
    private static final String[] PROPERTIES = {
        "--spring.main.banner-mode=off",
        "--logging.level.root=OFF",
        "--server.port=0",
        "--licensing.issuer=https://host.example",
        "--licensing.audience=host",
        "--licensing.catalog.location=classpath:host.yaml",
        "--licensing.keys.generate=true",
        "--" + Host.WITHOUT_SECURITY
    };

    private static FailureAnalysis failure(Class<?> application, WebApplicationType type, String... more) {
        String[] arguments = java.util.stream.Stream.concat(List.of(PROPERTIES).stream(), List.of(more).stream())
                .toArray(String[]::new);
        try (var context = new SpringApplicationBuilder(application).web(type).run(arguments)) {
            throw new AssertionError("started: " + context);
        } catch (RuntimeException e) {
            FailureAnalysis analysis = new LicensingFailureAnalyzer().analyze(e);
            if (analysis == null) {
                throw new AssertionError("no analysis", e);
            }
            return analysis;
        }
    }

    private static void assertNamed(Class<?> application, String name) {
        FailureAnalysis analysis = failure(application, WebApplicationType.SERVLET);
        assertThat(analysis.getDescription()).contains(RefusedHostTest.class.getName() + "$" + name);
        assertThat(analysis.getAction()).contains("licensing.filter.unenforced");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}

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
        assertThat(failure(WithLazy.class, WebApplicationType.NONE).getDescription())
                .contains("Sleeping");
    }

    @Service
    static class Exports {
        @RequiresFeature("report.read")
        public String csv() {
            return "";
        }
    }

    @Import({Plain.class, Exports.class})
    static class WithService {}

    @Component
    @Lazy
    @RequiresScope("read")
    static class Sleeping {
        Sleeping() {
            throw new IllegalStateException("a lazy bean is made by the check");
        }
    }

    @Import({Plain.class, Sleeping.class})
    static class WithLazy {}

    interface Priced {
        @Metered(meter = "calls")
        default String price() {
            return "";
        }
    }

    @Component
    static class Prices implements Priced {}

    @Import({Plain.class, Prices.class})
    static class WithDefaultMethod {}

    @Configuration(proxyBeanMethods = false)
    @Import(Plain.class)
    static class WithRoutes {
        @Bean
        @RequiresFeature("report.read")
        RouterFunction<ServerResponse> routes() {
            return RouterFunctions.route()
                    .GET("/function", request -> ServerResponse.ok().build())
                    .build();
        }
    }

    static class Function implements HandlerFunction<ServerResponse> {
        @Override
        @RequiresFeature("report.read")
        public ServerResponse handle(ServerRequest request) {
            return ServerResponse.ok().build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Plain.class)
    static class WithFunction {
        @Bean
        RouterFunction<ServerResponse> routes() {
            return RouterFunctions.route().GET("/function", new Function()).build();
        }
    }

    @ControllerAdvice
    static class Advice {
        @ExceptionHandler
        @LicenseExempt(reason = "none")
        String handle(IllegalStateException e) {
            return "";
        }
    }

    @Import({Plain.class, Advice.class})
    static class WithAdvice {}

    @Controller
    static class Messages {
        @MessageMapping("/message")
        @RequiresFeature("report.read")
        String handle() {
            return "";
        }
    }

    @Import({Plain.class, Messages.class})
    static class WithMessages {}

    @RestController
    static class Helper {
        @GetMapping("/help")
        String help() {
            return hidden();
        }

        @RequiresFeature("report.read")
        String hidden() {
            return "";
        }
    }

    @Import({Plain.class, Helper.class})
    static class WithHelper {}

    @Test
    @Tag("4.3.2")
    void namesUnreadAnnotations() {
        assertNamed(WithLazy.class, "Sleeping");
        assertNamed(WithDefaultMethod.class, "Priced#price");
        assertNamed(WithRoutes.class, "WithRoutes#routes");
        assertNamed(WithFunction.class, "Function#handle");
        assertNamed(WithAdvice.class, "Advice#handle");
        assertNamed(WithMessages.class, "Messages#handle");
        assertNamed(WithHelper.class, "Helper#hidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Exports#csv",
                "Exports",
                "io.github.licensing4j.spring.RefusedHostTest$Exports",
                "io.github.licensing4j.spring.RefusedHostTest$Exports#csv"
            })
    @Tag("4.3.2")
    void startsWithExemptNames(String name) {
        try (Host host = Host.start(WithService.class, Host.WITHOUT_SECURITY, "licensing.filter.unenforced=" + name)) {
            assertThat(host.bean(Exports.class).csv()).isEmpty();
        }
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
