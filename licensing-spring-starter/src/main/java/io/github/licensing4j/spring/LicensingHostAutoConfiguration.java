package io.github.licensing4j.spring;

import java.util.Set;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Fails the start of hosts whose requests do not reach the licensing filter. */
@AutoConfiguration(before = {LicensingStoreAutoConfiguration.class, LicensingAutoConfiguration.class})
@ConditionalOnProperty(prefix = "licensing", name = "enabled", matchIfMissing = true)
public final class LicensingHostAutoConfiguration {
    private static final String ACTION = "Run the application on Spring MVC (spring-boot-starter-web, and"
            + " spring.main.web-application-type=servlet), or set licensing.enabled=false to run it without license checks.";

    /** Fails on WebFlux. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    static final class Reactive {

        @Bean
        static BeanFactoryPostProcessor licensingReactiveHost() {
            return beans -> {
                throw new UnenforcedException(
                        "this is a reactive web application (WebFlux), which the licensing filter does not cover:"
                                + " every endpoint would be open",
                        ACTION);
            };
        }
    }

    /** Fails on servlets without Spring MVC, such as Jersey alone. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnMissingClass("org.springframework.web.servlet.DispatcherServlet")
    static final class WithoutMvc {

        @Bean
        static BeanFactoryPostProcessor licensingHostWithoutMvc() {
            return beans -> {
                throw new UnenforcedException(
                        "this web application has no Spring MVC, so the licensing filter is not registered:"
                                + " every endpoint would be open",
                        ACTION);
            };
        }
    }

    /** Fails on annotations outside a web application, where they have no effect. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnNotWebApplication
    static final class NoWeb {

        @Bean
        SmartInitializingSingleton licensingAnnotationCheck(
                ConfigurableListableBeanFactory beans, LicensingProperties properties) {
            return () -> UnreadAnnotations.check(
                    beans, Set.of(), Set.of(), properties.filter().unenforced());
        }
    }
}
