package io.github.licensing4j.spring;

import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** Users of a host with Spring Security, all with the password {@code secret}. */
final class SampleUsers {
    private SampleUsers() {}

    /** Returns ann, who may administer licenses, and bob with another authority. */
    static UserDetailsService annAndBob(String authorityOfBob) {
        return new InMemoryUserDetailsManager(
                User.withUsername("ann")
                        .password("{noop}secret")
                        .authorities("LICENSING_ADMIN")
                        .build(),
                User.withUsername("bob")
                        .password("{noop}secret")
                        .authorities(authorityOfBob)
                        .build());
    }
}
