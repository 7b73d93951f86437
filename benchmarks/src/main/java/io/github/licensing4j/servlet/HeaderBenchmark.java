package io.github.licensing4j.servlet;

import io.github.licensing4j.CatalogSummary;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.License;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.Reservation;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Benchmarks the header fields of a grant under a rate and a quota. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeaderBenchmark {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    private static final CatalogSummary CATALOG =
            new CatalogSummary("bench", "00", NOW, Set.of(), List.of(), List.of());

    private final DecisionWriter writer = new DecisionWriter(
            new ProblemBody("https://licensing4j.github.io/problems/", () -> CATALOG),
            new RateLimitHeaders(RateLimitStyle.DRAFT_11, InstantSource.fixed(NOW), () -> CATALOG),
            "Authorization, X-API-Key, License-Token",
            InstantSource.fixed(NOW));
    private final Granted granted = new Granted(new Anonymous(), statuses(), List.of(), Set.of(), Reservation.empty());
    private final Sink sink = new Sink();

    @Benchmark
    public Object write() {
        writer.writeFields(granted, sink);
        return sink;
    }

    private static List<LimitStatus> statuses() {
        Limit rate = new RateLimit("burst", null, List.of(new RateLimit.Band(10, Duration.ofSeconds(1), 20)));
        Limit quota = new QuotaLimit("monthly", "calls", 1000, ContractPeriod.parse("P1M"), List.of(), null);
        return List.of(
                new LimitStatus(rate, 1, 19, NOW.plusMillis(100)),
                new LimitStatus(quota, 1, 999, NOW.plus(Duration.ofDays(10))));
    }

    private record Anonymous() implements Identified {
        @Override
        public Optional<License> license() {
            return Optional.empty();
        }
    }

    /** Keeps the last header field. */
    private static final class Sink extends HttpServletResponseWrapper {
        private String last = "";

        Sink() {
            super((HttpServletResponse) Proxy.newProxyInstance(
                    HeaderBenchmark.class.getClassLoader(),
                    new Class<?>[] {HttpServletResponse.class},
                    (proxy, method, arguments) -> null));
        }

        @Override
        public void setHeader(String name, String value) {
            last = value;
        }

        @Override
        public void addHeader(String name, String value) {
            last = value;
        }

        @Override
        public boolean containsHeader(String name) {
            return false;
        }

        @Override
        public String toString() {
            return last;
        }
    }
}
