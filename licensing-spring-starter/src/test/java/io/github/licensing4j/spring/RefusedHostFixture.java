package io.github.licensing4j.spring;

import io.github.licensing4j.RequiresFeature;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Service;

/** Starts hosts that must fail, and analyzes why. */
abstract class RefusedHostFixture {
    static final String[] PROPERTIES = {
        "--spring.main.banner-mode=off",
        "--logging.level.root=OFF",
        "--server.port=0",
        "--licensing.issuer=https://host.example",
        "--licensing.audience=host",
        "--licensing.catalog.location=classpath:host.yaml",
        "--licensing.keys.generate=true",
        "--" + Host.WITHOUT_SECURITY
    };

    static FailureAnalysis failure(Class<?> application, WebApplicationType type, String... more) {
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

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}

    @Service
    static class Exports {
        @RequiresFeature("report.read")
        public String csv() {
            return "";
        }
    }

    @Import({Plain.class, Exports.class})
    static class WithService {}
}
