package io.github.licensing4j.benchmarks.server;

import java.util.Map;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Runs the API with Spring Security's resource server and bucket4j-spring-boot-starter by subject, without custom code
 * for rates.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableCaching
@Import(ItemController.class)
public class StarterServer {
    private static final String FILTER = "bucket4j.filters[0].";
    private static final String RATE = FILTER + "rate-limits[0].";

    public static void main(String[] arguments) {
        System.setProperty("licensing.enabled", "false");
        SpringApplication application = new SpringApplication(StarterServer.class);
        application.setDefaultProperties(Map.ofEntries(
                Map.entry("spring.cache.type", "jcache"),
                Map.entry("bucket4j.cache-to-use", "jcache"),
                Map.entry(FILTER + "cache-name", "buckets"),
                Map.entry(FILTER + "url", "/v1/.*"),
                // Behind Spring Security, which authenticates the subject.
                Map.entry(FILTER + "filter-order", "0"),
                Map.entry(RATE + "cache-key", "getUserPrincipal().getName()"),
                Map.entry(RATE + "bandwidths[0].capacity", "1000000"),
                Map.entry(RATE + "bandwidths[0].time", "1"),
                Map.entry(RATE + "bandwidths[0].unit", "seconds"),
                Map.entry(RATE + "bandwidths[1].capacity", "100000000"),
                Map.entry(RATE + "bandwidths[1].time", "1"),
                Map.entry(RATE + "bandwidths[1].unit", "minutes"),
                Map.entry(RATE + "bandwidths[2].capacity", "999999999999"),
                Map.entry(RATE + "bandwidths[2].time", "30"),
                Map.entry(RATE + "bandwidths[2].unit", "days")));
        application.run(arguments);
    }

    @Bean
    CacheManager caches() {
        CacheManager caches = Caching.getCachingProvider().getCacheManager();
        caches.createCache("buckets", new MutableConfiguration<>().setStoreByValue(false));
        return caches;
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        return ResourceServer.of(http).build();
    }
}
