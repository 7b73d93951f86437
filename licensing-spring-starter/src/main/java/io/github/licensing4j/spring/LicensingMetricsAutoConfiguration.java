package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingInfo;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * Configures metrics of decisions, by outcome and code only, and of stores that do not answer and of signals, by kind: no tag contains a customer,
 * license or path.
 */
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
    @ConditionalOnMissingBean
    OutageMetrics licensingOutageMetrics(
            ObjectProvider<MeterRegistry> registries, ObjectProvider<LicensingInfo> infos) {
        return new OutageMetrics(registries, infos);
    }

    @Bean
    @ConditionalOnMissingBean
    SignalMetrics licensingSignalMetrics(ObjectProvider<MeterRegistry> registries) {
        return new SignalMetrics(registries);
    }

    @Bean
    static LicensingTimer licensingTimer(ObjectProvider<DecisionMetrics> metrics) {
        return new LicensingTimer(metrics);
    }
}
