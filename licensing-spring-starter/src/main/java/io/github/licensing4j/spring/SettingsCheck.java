package io.github.licensing4j.spring;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.servlet.HostTokens;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spring.MissingPropertyException.Missing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.StringUtils;

/**
 * Checks all properties before they are used: no store is open and no thread runs when one is refused. All missing
 * properties are reported together.
 */
final class SettingsCheck implements BeanPostProcessor {
    private static final Logger log = LoggerFactory.getLogger(SettingsCheck.class);
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);
    private static final Duration SHORTEST_HOLD = Duration.ofSeconds(1);
    private static final int SHORTEST_TOKEN = 32;

    private final ConfigurableListableBeanFactory beans;
    private final ResourceLoader resources;

    SettingsCheck(ConfigurableListableBeanFactory beans, ResourceLoader resources) {
        this.beans = beans;
        this.resources = resources;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof LicensingProperties properties) {
            check(properties);
        }
        return bean;
    }

    private void check(LicensingProperties properties) {
        if (!properties.enabled()) {
            // Spring reads "off" as false in one place and as true in another.
            throw new LicensingException("licensing.enabled is neither true nor false: expected one of them");
        }
        PropertyValues.visit(properties, ValueCheck::check);
        checkAdminToken(properties.admin().token());
        checkWeb(properties);
        Environment environment = beans.getBean(Environment.class);
        ProofCheck.check(properties, environment);
        if (properties.oauth().springSecurity() && !isHostTokensReplaced()) {
            new OAuthPropertyMapper(properties).checkSpringSecurity(environment, resources.getClassLoader());
        }
        checkDirectories(properties);
        checkRedis(properties.redis());
        List<Missing> missing = new ArrayList<>();
        if (isOurs("licensingEngine", LicensingAutoConfiguration.class)) {
            engine(properties, missing);
        }
        if (!has(Store.class) || isOurs("licensingStore", LicensingStoreAutoConfiguration.class)) {
            collect(missing, () -> new StorePropertyMapper(properties).type());
        }
        collect(missing, () -> new OAuthPropertyMapper(properties).issuers());
        collect(missing, () -> new WebhookPropertyMapper(properties).settings());
        collect(missing, () -> new ExportPropertyMapper(properties, InstantSource.system()).check());
        if (!missing.isEmpty()) {
            throw new MissingPropertyException(missing);
        }
        if (properties.mode() == EnforcementMode.OBSERVE) {
            log.warn("licensing.mode is observe: refusals are reported, and no call is stopped");
        }
    }

    private void checkRedis(LicensingProperties.Redis redis) {
        RedisLibraries.check(redis, resources.getClassLoader());
        String unused = RedisLibraries.unusedClient(beans, resources.getClassLoader());
        if (unused != null) {
            log.warn("Licensing: {}", unused);
        }
    }

    private static void checkAdminToken(@Nullable String token) {
        if (token != null && !token.isEmpty() && token.length() < SHORTEST_TOKEN) {
            throw new LicensingException("licensing.admin.token has " + token.length()
                    + " characters: expected at least " + SHORTEST_TOKEN + " that cannot be guessed");
        }
    }

    private static void checkWeb(LicensingProperties properties) {
        Object unused = PropertyFault.named(
                "licensing.filter.failed-credentials", properties.filter().failedCredentials()::settings);
        LibraryPaths.own(properties);
        ForwardSettings.of(properties);
        if (properties.credentials().isEmpty()) {
            throw new LicensingException(
                    "licensing.credentials is empty: expected some of bearer, dpop, api-key, license-token and signature");
        }
        if (!properties.problems().baseUri().isAbsolute()) {
            throw new LicensingException(
                    "licensing.problems.base-uri is '" + properties.problems().baseUri()
                            + "': expected an absolute address such as https://api.example.com/problems/");
        }
        Duration hold = properties.filter().maxAsyncHold();
        if (hold.compareTo(SHORTEST_HOLD) < 0) {
            throw new LicensingException(
                    "licensing.filter.max-async-hold is " + hold + ": expected " + SHORTEST_HOLD + " or more");
        }
        Duration skew = properties.clockSkew();
        if (skew.isNegative() || skew.compareTo(MAX_SKEW) > 0) {
            throw new LicensingException("licensing.clock-skew is " + skew + ": expected zero to " + MAX_SKEW);
        }
    }

    private static void checkDirectories(LicensingProperties properties) {
        if (properties.store().dataDir() != null) {
            Directories.check("licensing.store.data-dir", properties.store().dataDir());
        }
        if (properties.store().auditKey() != null) {
            Directories.checkFile(
                    "licensing.store.audit-key", properties.store().auditKey());
        }
        if (properties.audit().headLocation() != null) {
            Directories.checkReplacedFile(
                    "licensing.audit.head-location", properties.audit().headLocation());
        }
        if (properties.usage().journalDir() != null) {
            Directories.check("licensing.usage.journal-dir", properties.usage().journalDir());
        }
        if (properties.export().files() != null && properties.export().files().directory() != null) {
            Directories.check(
                    "licensing.export.files.directory",
                    properties.export().files().directory());
        }
    }

    private void engine(LicensingProperties properties, List<Missing> missing) {
        collect(missing, () -> EnginePropertyMapper.required(properties.issuer(), "licensing.issuer"));
        collect(missing, () -> EnginePropertyMapper.required(properties.audience(), "licensing.audience"));
        collect(missing, () -> EnginePropertyMapper.catalog(properties, resources));
        for (int i = 0; i < properties.trust().size(); i++) {
            trust("licensing.trust[" + i + "]", properties.trust().get(i), missing);
        }
        if (properties.keys().jwksUri() == null && !has(KeyFile.class) && !has(KeyRing.class)) {
            missing.add(EnginePropertyMapper.MISSING_KEYS);
        }
    }

    private static void trust(String property, LicensingProperties.Trust trust, List<Missing> missing) {
        // A list element binds without its required members.
        if (!StringUtils.hasText(trust.issuer())) {
            missing.add(new Missing(
                    property + ".issuer", property + ".issuer is not set", "the exact 'iss' of that issuer's tokens"));
        }
        if (trust.jwksUri() == null) {
            missing.add(new Missing(
                    property + ".jwks-uri", property + ".jwks-uri is not set", "the address of that issuer's keys"));
        }
    }

    private static void collect(List<Missing> missing, Runnable check) {
        try {
            check.run();
        } catch (MissingPropertyException e) {
            missing.addAll(e.missing());
        }
    }

    private boolean isHostTokensReplaced() {
        return has(HostTokens.class) && !isOurs("licensingHostTokens", LicensingOAuthAutoConfiguration.class);
    }

    private boolean has(Class<?> type) {
        return beans.getBeanNamesForType(type, true, false).length > 0;
    }

    private boolean isOurs(String bean, Class<?> configuration) {
        return beans.containsBeanDefinition(bean)
                && configuration
                        .getName()
                        .equals(beans.getMergedBeanDefinition(bean).getFactoryBeanName());
    }
}
