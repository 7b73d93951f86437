package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.servlet.LicensingFilter;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Configures the actuator endpoint {@code licensing} and the health indicator of either Boot generation. */
@AutoConfiguration(after = LicensingWebAutoConfiguration.class)
@ConditionalOnClass(Endpoint.class)
@ConditionalOnBean(EndpointRegistrar.class)
public final class LicensingActuatorAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    LicensingEndpoint licensingEndpoint(LicensingInfo licensingInfo, EndpointRegistrar endpoints) {
        return new LicensingEndpoint(licensingInfo, endpoints);
    }

    @Bean
    HealthReport licensingHealthReport(
            LicensingInfo licensingInfo, FilterRegistrationBean<LicensingFilter> licensingFilter) {
        return new HealthReport(licensingInfo, licensingFilter.getFilter());
    }

    /** Up to Boot 3.5. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(OnLicensingHealth.class)
    @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
    static final class Boot3 {

        @Bean
        @ConditionalOnMissingBean(name = "licensingHealthIndicator")
        Boot3HealthIndicator licensingHealthIndicator(HealthReport report) {
            return new Boot3HealthIndicator(report);
        }
    }

    /** From Boot 4.0. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(OnLicensingHealth.class)
    @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
    static final class Boot4 {

        @Bean
        @ConditionalOnMissingBean(name = "licensingHealthIndicator")
        Boot4HealthIndicator licensingHealthIndicator(HealthReport report) {
            return new Boot4HealthIndicator(report);
        }
    }
}
