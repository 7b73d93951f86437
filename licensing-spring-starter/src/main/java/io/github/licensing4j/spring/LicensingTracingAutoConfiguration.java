package io.github.licensing4j.spring;

import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures decisions in traces: in the observation of the server request, or in its OpenTelemetry span. */
@AutoConfiguration(before = LicensingAutoConfiguration.class)
@ConditionalOnProperty(prefix = "licensing", name = "enabled", matchIfMissing = true)
public final class LicensingTracingAutoConfiguration {

    /** With Micrometer, of which Spring has the part for observations. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationRegistry.class)
    static class Observations {
        @Bean
        @ConditionalOnMissingBean
        ObservedDecisions licensingObservedDecisions(ObjectProvider<ObservationRegistry> registries) {
            return new ObservedDecisions(registries);
        }
    }

    /** With the API of OpenTelemetry. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Span.class)
    static class Spans {
        @Bean
        @ConditionalOnMissingBean
        TracedDecisions licensingTracedDecisions() {
            return new TracedDecisions();
        }
    }
}
