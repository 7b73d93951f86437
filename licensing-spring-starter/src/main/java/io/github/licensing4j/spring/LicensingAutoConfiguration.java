package io.github.licensing4j.spring;

import io.github.licensing4j.EndpointRegistry;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseManagement;
import io.github.licensing4j.core.LicensingEngine;
import io.github.licensing4j.core.StoreOptions;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.store.redis.RedisLimits;
import io.github.licensing4j.spi.ConcurrencyStore;
import io.github.licensing4j.spi.CredentialVerifier;
import io.github.licensing4j.spi.DecisionListener;
import io.github.licensing4j.spi.LicenseListener;
import io.github.licensing4j.spi.ProofVerifier;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.RateLimitStore;
import io.github.licensing4j.spi.ReplayStore;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.spi.SignalListener;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.TaskLeases;
import io.github.licensing4j.spi.UsageExporter;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.StringUtils;

/** Configures the engine: keys, catalog, limits.
 *
 * <p>A bean named {@value #CLOCK} of type {@link InstantSource} replaces the clock.
 */
@AutoConfiguration
@ConditionalOnProperty(prefix = "licensing", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(LicensingProperties.class)
public final class LicensingAutoConfiguration {
    /** The name of the bean that replaces the clock. */
    public static final String CLOCK = "licensingClock";

    @Bean
    static SettingsCheck licensingSettingsCheck(ConfigurableListableBeanFactory beans, ResourceLoader resources) {
        return new SettingsCheck(beans, resources);
    }

    @Bean
    @ConditionalOnMissingBean
    @Conditional(OnOwnKeys.class)
    KeyFile licensingKeys(LicensingProperties properties, ResourceLoader resources) {
        return HostKeys.of(properties.keys(), resources);
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    LicensingEngine licensingEngine(
            LicensingProperties properties,
            ResourceLoader resources,
            ObjectProvider<KeyFile> keys,
            ObjectProvider<KeyRing> ring,
            ObjectProvider<Store> store,
            ObjectProvider<LicenseListener> lifeListeners,
            ObjectProvider<SignalListener> signalListeners,
            ObjectProvider<CredentialVerifier> credentialVerifiers,
            ObjectProvider<ProofVerifier> proofVerifiers,
            ObjectProvider<DecisionListener> listeners,
            ObjectProvider<UsageExporter> exporters,
            ObjectProvider<QuotaStore> quotas,
            ObjectProvider<RateLimitStore> rates,
            ObjectProvider<ConcurrencyStore> concurrency,
            ObjectProvider<ReplayStore> replays,
            ObjectProvider<SeatStore> seats,
            ObjectProvider<RedisLimits> redis,
            ObjectProvider<TaskLeases> leases,
            @Qualifier(CLOCK) ObjectProvider<InstantSource> clock) {
        EnginePropertyMapper settings = new EnginePropertyMapper(properties, resources);
        ExportPropertyMapper exports =
                new ExportPropertyMapper(properties, clock.getIfAvailable(InstantSource::system));
        keys.ifAvailable(settings::keys);
        ring.ifAvailable(settings::keys);
        store.ifAvailable(kept -> {
            StoreOptions options = new StorePropertyMapper(properties).options(kept);
            lifeListeners.orderedStream().forEach(options::listener);
            signalListeners.orderedStream().forEach(options::signalListener);
            leases.ifAvailable(options::leases);
            exports.addTo(options, kept, exporters.orderedStream().toList());
            settings.store(options);
        });
        credentialVerifiers.orderedStream().forEach(settings::credentialVerifier);
        proofVerifiers.orderedStream().forEach(settings::proofVerifier);
        listeners.orderedStream().forEach(settings::listener);
        quotas.ifAvailable(settings::quotas);
        rates.ifAvailable(settings::rates);
        concurrency.ifAvailable(settings::concurrency);
        replays.ifAvailable(settings::replays);
        seats.ifAvailable(settings::seats);
        redis.ifAvailable(settings::redis);
        clock.ifAvailable(settings::clock);
        return settings.build();
    }

    @Bean
    @ConditionalOnMissingBean
    Licensing licensing(LicensingEngine licensingEngine) {
        return licensingEngine.licensing();
    }

    @Bean
    @ConditionalOnMissingBean
    LicensingInfo licensingInfo(LicensingEngine licensingEngine) {
        return licensingEngine.info();
    }

    @Bean
    @ConditionalOnMissingBean
    EndpointRegistry licensingEndpointRegistry(LicensingEngine licensingEngine) {
        return licensingEngine.endpoints();
    }

    @Bean
    @ConditionalOnMissingBean
    LicenseManagement licenseManagement(LicensingEngine licensingEngine) {
        return licensingEngine.management();
    }

    /** Provides {@link LicenseManagement#admin()}; created when first injected. */
    @Bean
    @Lazy
    @ConditionalOnMissingBean
    LicenseAdmin licenseAdmin(LicenseManagement licenseManagement) {
        return licenseManagement
                .admin()
                .orElseThrow(() -> new LicensingException(
                        "no licenses are stored here, so there is no LicenseAdmin; the engine needs a Store"));
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    @ConditionalOnBean(KeyFile.class)
    LicenseTokenIssuer licenseTokenIssuer(LicensingProperties properties, KeyFile keys, LicensingInfo info) {
        return new LicenseTokenIssuer(issuer(properties), audience(properties), keys, info.clock());
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    @ConditionalOnBean(KeyRing.class)
    LicenseTokenIssuer licenseRingTokenIssuer(LicensingProperties properties, KeyRing keys, LicensingInfo info) {
        return new LicenseTokenIssuer(issuer(properties), audience(properties), keys, info.clock());
    }

    private static String issuer(LicensingProperties properties) {
        return EnginePropertyMapper.required(properties.issuer(), "licensing.issuer");
    }

    private static String audience(LicensingProperties properties) {
        return EnginePropertyMapper.required(properties.audience(), "licensing.audience");
    }

    /** Returns whether a key may be generated for this process alone. */
    static boolean generatesKeys(Environment environment) {
        Boolean set = environment.getProperty("licensing.keys.generate", Boolean.class);
        return set != null ? set : environment.matchesProfiles("dev") && !isAnyKeySet(environment);
    }

    private static boolean isAnyKeySet(Environment environment) {
        return StringUtils.hasText(environment.getProperty("licensing.keys.location"))
                || StringUtils.hasText(environment.getProperty("licensing.keys.jwks-uri"));
    }
}
