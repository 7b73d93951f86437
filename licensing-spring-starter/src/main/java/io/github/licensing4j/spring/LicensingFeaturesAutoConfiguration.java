package io.github.licensing4j.spring;

import io.github.licensing4j.servlet.LicensingFilter;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.DispatcherServlet;

/** Configures required features on methods of any bean, and the answer to a refused one. */
@AutoConfiguration(after = LicensingWebAutoConfiguration.class)
@ConditionalOnProperty(prefix = "licensing", name = "enabled", matchIfMissing = true)
public final class LicensingFeaturesAutoConfiguration {

    @Bean(FeaturePostProcessor.BEAN)
    static BeanPostProcessor licensingServiceFeatures() {
        return new FeaturePostProcessor();
    }

    /** The answer in web applications. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass(DispatcherServlet.class)
    @ConditionalOnBean(name = "licensingFilter")
    static class Web {
        @Bean
        LicenseRefusedResolver licensingRefusedResolver(FilterRegistrationBean<LicensingFilter> licensingFilter) {
            return new LicenseRefusedResolver(licensingFilter.getFilter());
        }
    }
}
