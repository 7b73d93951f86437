package io.github.licensing4j.spring;

import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.spi.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.io.ResourceLoader;

/** Configures the store of licenses, and the signing keys beside it. */
@AutoConfiguration(before = LicensingAutoConfiguration.class)
@ConditionalOnProperty(prefix = "licensing", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(LicensingProperties.class)
public final class LicensingStoreAutoConfiguration {

    // The engine closes it first, after its last writes; but there may be no engine if the start fails.
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Store licensingStore(
            LicensingProperties properties,
            ListableBeanFactory beans,
            ObjectProvider<DataSource> sources,
            ResourceLoader resources) {
        StorePropertyMapper settings = new StorePropertyMapper(properties);
        new StoreChoice(properties, settings.type())
                .report(List.of(beans.getBeanNamesForType(DataSource.class, true, false)));
        return settings.open(beans, sources, resources.getClassLoader());
    }

    @Bean
    @ConditionalOnMissingBean
    @Conditional(OnKeptKeys.class)
    KeyRing licensingKeyRing(
            LicensingProperties properties,
            @Qualifier(LicensingAutoConfiguration.CLOCK) ObjectProvider<InstantSource> clock) {
        Path dir = Objects.requireNonNull(new StorePropertyMapper(properties).dataDir(), "the condition requires it");
        return KeyRing.open(
                dir.resolve("signing-keys.json"),
                clock.getIfAvailable(InstantSource::system).instant());
    }
}
