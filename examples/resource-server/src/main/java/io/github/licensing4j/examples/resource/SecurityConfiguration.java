package io.github.licensing4j.examples.resource;

import static org.springframework.security.config.Customizer.withDefaults;

import io.github.licensing4j.spring.LicenseAuthenticationConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** Spring Security verifies access tokens; the client of each leads to a license. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    SecurityFilterChain security(HttpSecurity http, LicenseAuthenticationConfigurer licenses) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers("/status")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .oauth2ResourceServer(server -> server.jwt(withDefaults()))
                .with(licenses, withDefaults())
                .build();
    }
}
