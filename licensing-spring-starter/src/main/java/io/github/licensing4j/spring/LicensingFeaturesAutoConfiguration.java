package io.github.licensing4j.spring;

import io.github.licensing4j.servlet.LicensingFilter;
import java.util.List;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.DispatcherServlet;

/** Configures required features on methods of any bean, and the answer to a refused one. */
@AutoConfiguration(after = LicensingWebAutoConfiguration.class)
@ConditionalOnProperty(prefix = "licensing", name = "enabled", matchIfMissing = true)
public final class LicensingFeaturesAutoConfiguration {

    @Bean(FeaturePostProcessor.BEAN)
    static BeanPostProcessor licensingServiceFeatures(Environment environment) {
        // Read here, because the properties are bound after the beans that this processes.
        return new FeaturePostProcessor(Binder.get(environment)
                .bind("licensing.filter.unenforced", Bindable.listOf(String.class))
                .orElse(List.of()));
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
