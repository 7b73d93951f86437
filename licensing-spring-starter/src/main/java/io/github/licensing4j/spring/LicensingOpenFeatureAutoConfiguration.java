package io.github.licensing4j.spring;

import dev.openfeature.sdk.EventProvider;
import io.github.licensing4j.LicensingInfo;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Configures an OpenFeature provider of the features of licenses. The application registers it. */
@AutoConfiguration(after = LicensingAutoConfiguration.class)
@ConditionalOnClass(EventProvider.class)
@ConditionalOnProperty(prefix = "licensing", name = "enabled", matchIfMissing = true)
public final class LicensingOpenFeatureAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(LicensingInfo.class)
    LicenseFeatureProvider licensingFeatureProvider(LicensingInfo licensingInfo) {
        return new LicenseFeatureProvider(licensingInfo);
    }
}
