package io.github.licensing4j.spring;

import io.github.licensing4j.servlet.HostTokens;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;

/** Configures the reader of access tokens that a resource server of Spring Security has verified, where a property says so. */
@AutoConfiguration(before = LicensingWebAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({SecurityContextHolder.class, AbstractOAuth2TokenAuthenticationToken.class})
@ConditionalOnProperty(prefix = "licensing.oauth", name = "spring-security", havingValue = "true")
public final class LicensingOAuthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    HostTokens licensingHostTokens() {
        return new SecurityContextTokens();
    }
}
