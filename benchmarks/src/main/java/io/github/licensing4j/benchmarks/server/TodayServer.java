package io.github.licensing4j.benchmarks.server;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Runs the API as commonly built today: Spring Security's resource server over RS256 tokens, and a Bucket4j filter by
 * subject.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ItemController.class)
public class TodayServer {

    public static void main(String[] arguments) {
        System.setProperty("licensing.enabled", "false");
        System.setProperty("bucket4j.enabled", "false");
        SpringApplication.run(TodayServer.class, arguments);
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        return ResourceServer.of(http)
                .addFilterAfter(new RateFilter(), BearerTokenAuthenticationFilter.class)
                .build();
    }

    /** A rate of two bands and a large bucket in place of a quota, by subject. */
    private static final class RateFilter extends OncePerRequestFilter {
        private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            var authentication = SecurityContextHolder.getContext().getAuthentication();
            String subject = authentication == null ? "anonymous" : authentication.getName();
            ConsumptionProbe probe =
                    buckets.computeIfAbsent(subject, RateFilter::bucket).tryConsumeAndReturnRemaining(1);
            response.setHeader("X-RateLimit-Remaining", Long.toString(probe.getRemainingTokens()));
            if (probe.isConsumed()) {
                chain.doFilter(request, response);
            } else {
                response.setStatus(429);
            }
        }

        private static Bucket bucket(String subject) {
            return Bucket.builder()
                    .addLimit(band(1_000_000, Duration.ofSeconds(1)))
                    .addLimit(band(100_000_000, Duration.ofMinutes(1)))
                    .addLimit(band(999_999_999_999L, Duration.ofDays(30)))
                    .build();
        }

        private static Bandwidth band(long capacity, Duration per) {
            return Bandwidth.builder()
                    .capacity(capacity)
                    .refillGreedy(capacity, per)
                    .build();
        }
    }
}
