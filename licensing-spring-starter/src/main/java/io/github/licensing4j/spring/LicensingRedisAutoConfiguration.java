package io.github.licensing4j.spring;

import io.github.licensing4j.core.store.redis.RedisLimits;
import io.github.licensing4j.core.store.redis.RedisOptions;
import io.lettuce.core.RedisClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Configures rates and calls in flight that nodes share through Redis, where {@code licensing.redis.uri} is set or the host has a
 * {@link RedisClient} of Lettuce.
 */
@AutoConfiguration(before = LicensingAutoConfiguration.class)
@ConditionalOnClass(name = {RedisLibraries.LETTUCE, RedisLibraries.BUCKET4J})
@ConditionalOnProperty(prefix = "licensing", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(LicensingProperties.class)
public final class LicensingRedisAutoConfiguration {

    // The engine closes it; but there may be no engine if the start fails.
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    @ConditionalOnProperty(prefix = "licensing.redis", name = "uri")
    RedisLimits licensingRedisLimits(LicensingProperties properties) {
        String uri = String.valueOf(properties.redis().uri());
        return PropertyFault.named("licensing.redis.uri", () -> RedisLimits.connect(uri, options(properties)));
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    @ConditionalOnSingleCandidate(RedisClient.class)
    RedisLimits licensingHostRedisLimits(LicensingProperties properties, RedisClient client) {
        return RedisLimits.connect(client, options(properties));
    }

    private static RedisOptions options(LicensingProperties properties) {
        return new RedisOptions(
                properties.redis().timeout(),
                properties.redis().keyPrefix(),
                properties.outage().rate());
    }
}
