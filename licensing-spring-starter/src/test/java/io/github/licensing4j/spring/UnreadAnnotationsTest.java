package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseExempt;
import io.github.licensing4j.Metered;
import io.github.licensing4j.RequiresFeature;
import io.github.licensing4j.RequiresScope;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Annotations where they have no effect are refused at the start. */
class UnreadAnnotationsTest extends RefusedHostFixture {
    private static void assertNamed(Class<?> application, String name) {
        FailureAnalysis analysis = failure(application, WebApplicationType.SERVLET);
        assertThat(analysis.getDescription()).contains(UnreadAnnotationsTest.class.getName() + "$" + name);
        assertThat(analysis.getAction()).contains("licensing.filter.unenforced");
    }

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

    interface Client {
        @GetMapping("/remote")
        @RequiresFeature("report.read")
        String remote();
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Plain.class)
    static class WithClient {
        @Bean
        Client client() {
            return (Client) Proxy.newProxyInstance(
                    Client.class.getClassLoader(), new Class<?>[] {Client.class}, (proxy, method, arguments) -> "");
        }
    }

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
        assertNamed(WithService.class, "Exports#csv");
        assertNamed(WithLazy.class, "Sleeping");
        assertNamed(WithDefaultMethod.class, "Priced#price");
        assertNamed(WithRoutes.class, "WithRoutes#routes");
        assertNamed(WithFunction.class, "Function#handle");
        assertNamed(WithAdvice.class, "Advice#handle");
        assertNamed(WithMessages.class, "Messages#handle");
        assertNamed(WithClient.class, "Client#remote");
        assertNamed(WithHelper.class, "Helper#hidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Exports#csv",
                "Exports",
                "io.github.licensing4j.spring.UnreadAnnotationsTest$Exports",
                "io.github.licensing4j.spring.UnreadAnnotationsTest$Exports#csv"
            })
    @Tag("4.3.2")
    void startsWithExemptNames(String name) {
        try (Host host = Host.start(WithService.class, Host.WITHOUT_SECURITY, "licensing.filter.unenforced=" + name)) {
            assertThat(host.bean(Exports.class).csv()).isEmpty();
        }
    }
}
