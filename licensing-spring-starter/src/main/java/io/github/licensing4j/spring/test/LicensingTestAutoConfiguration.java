package io.github.licensing4j.spring.test;

import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.spring.LicensingAutoConfiguration;
import io.github.licensing4j.spring.LicensingStoreAutoConfiguration;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Servlet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Lazy;
import org.springframework.test.context.TestContext;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.servlet.HandlerMapping;

/** Configures keys, clock and tokens for a test, and the clients and mappings of its calls. */
@AutoConfiguration(before = {LicensingAutoConfiguration.class, LicensingStoreAutoConfiguration.class})
@ConditionalOnClass(TestContext.class)
@ConditionalOnProperty(LicenseTestCustomizer.PROPERTY)
public final class LicensingTestAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @Conditional(OnNoKeys.class)
    KeyFile licensingKeys() {
        return KeyFile.ephemeral();
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    LicenseTokens licenseTokens(LicenseTokenIssuer issuer) {
        return new LicenseTokens(issuer);
    }

    @Bean
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    FilterRegistrationBean<CurrentLicenseFilter> currentLicenseFilter() {
        FilterRegistrationBean<CurrentLicenseFilter> registration =
                new FilterRegistrationBean<>(new CurrentLicenseFilter());
        // Before everything that reads credentials, Spring Security included.
        registration.setOrder(-200);
        registration.setDispatcherTypes(DispatcherType.REQUEST);
        return registration;
    }

    /** The clock, unless the host or the test has one of its own. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(name = LicensingAutoConfiguration.CLOCK)
    static final class Clocks {

        // For the engine alone: a host that injects an InstantSource of its own still gets that one.
        @Bean(name = LicensingAutoConfiguration.CLOCK, defaultCandidate = false)
        TestClock licensingClock() {
            return new TestClock();
        }

        @Bean
        @Lazy
        @Fallback
        MovableClock licensingMovableClock(@Qualifier(LicensingAutoConfiguration.CLOCK) TestClock clock) {
            return clock.stop();
        }
    }

    /** Test clients of a running server. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RestTemplate.class)
    static final class Clients {

        @Bean
        static LicensedClients licensedTestClients() {
            return new LicensedClients();
        }
    }

    /** The library's servlets for MockMvc, which has only a DispatcherServlet. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnClass(HandlerMapping.class)
    static final class Servlets {

        @Bean
        LibraryServletMapping licensingServletMapping(
                ObjectProvider<ServletRegistrationBean<? extends Servlet>> servlets) {
            return new LibraryServletMapping(servlets);
        }
    }
}
