package io.github.licensing4j.spring;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Warns that nothing is enforced if licensing is disabled. */
@AutoConfiguration
@ConditionalOnProperty(prefix = "licensing", name = "enabled", havingValue = "false")
public final class LicensingDisabledAutoConfiguration {
    private static final Logger log = LoggerFactory.getLogger(LicensingDisabledAutoConfiguration.class);

    @Bean
    SmartInitializingSingleton licensingDisabledWarning() {
        return () -> log.warn("licensing.enabled is false: no call needs a license, and nothing is counted");
    }
}
