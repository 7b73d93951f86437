package io.github.licensing4j.spring.test;

import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.spring.LicensingAutoConfiguration;
import jakarta.servlet.DispatcherType;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.TestContext;

/** Keys, clock and tokens of a test's own, for contexts of tests that ask for them. */
@AutoConfiguration(before = LicensingAutoConfiguration.class)
@ConditionalOnClass(TestContext.class)
@ConditionalOnProperty(LicenseTestCustomizer.PROPERTY)
public final class LicensingTestAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    KeyFile licensingKeys() {
        return KeyFile.ephemeral();
    }

    @Bean(LicensingAutoConfiguration.CLOCK)
    @ConditionalOnMissingBean(name = LicensingAutoConfiguration.CLOCK)
    MovableClock licensingClock() {
        return new MovableClock(InstantSource.system().instant());
    }

    @Bean
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
}
