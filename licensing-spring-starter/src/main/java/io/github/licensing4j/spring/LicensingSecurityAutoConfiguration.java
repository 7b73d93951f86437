package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.servlet.LicensingFilter;
import io.github.licensing4j.servlet.admin.AdminAccess;
import jakarta.servlet.ServletContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Configures, with Spring Security present, a configurer that makes a verified license an Authentication; a security
 * chain applies it with {@code http.with(configurer, withDefaults())}.
 */
@AutoConfiguration(after = LicensingWebAutoConfiguration.class)
@ConditionalOnClass({HttpSecurity.class, SecurityFilterChain.class})
@ConditionalOnBean(EndpointRegistrar.class)
public final class LicensingSecurityAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    AdminAccess licensingAdminAccess(LicensingProperties properties) {
        return new SecuredAdminAccess(LibraryPaths.access(properties));
    }

    @Bean
    SecurityChainCheck licensingSecurityChainCheck(
            ObjectProvider<SecurityFilterChain> chains, ServletContext servlets, LicensingProperties properties) {
        return new SecurityChainCheck(chains, servlets, properties.admin().path());
    }

    /** Provides one instance for each injection, for a configurer belongs to one chain. */
    @Bean
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    @ConditionalOnMissingBean
    LicenseAuthenticationConfigurer licenseAuthenticationConfigurer(
            LicensingInfo info,
            FilterRegistrationBean<LicensingFilter> licensingFilter,
            LicensingProperties properties,
            AdminAccess access) {
        LicensingFilter filter = licensingFilter.getFilter();
        return new LicenseAuthenticationConfigurer(
                filter,
                new LibraryRequests(
                        filter, properties.admin().path(), access, LibraryRequests.callerFields(properties)),
                new LicenseAccessDeniedHandler(
                        info, filter, new ForbiddenProblem(properties.problems().baseUri())));
    }
}
