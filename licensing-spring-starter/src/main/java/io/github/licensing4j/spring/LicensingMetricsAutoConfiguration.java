package io.github.licensing4j.spring;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Configures metrics of decisions, by outcome and code only: no tag contains a customer, license or path. */
@AutoConfiguration(before = LicensingAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnProperty(prefix = "licensing", name = "enabled", matchIfMissing = true)
public final class LicensingMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    DecisionMetrics licensingDecisionMetrics(ObjectProvider<MeterRegistry> registries) {
        return new DecisionMetrics(registries);
    }

    @Bean
    static LicensingTimer licensingTimer(ObjectProvider<DecisionMetrics> metrics) {
        return new LicensingTimer(metrics);
    }
}
