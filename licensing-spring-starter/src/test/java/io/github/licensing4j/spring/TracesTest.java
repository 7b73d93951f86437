package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/** Decisions are in traces, with the license hashed, and in no metric by license. */
class TracesTest {
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(WriteController.class)
    static class Application {
        @Bean
        InMemorySpanExporter spans() {
            return InMemorySpanExporter.create();
        }

        @Bean
        ServerSpans serverSpans(InMemorySpanExporter spans) {
            return new ServerSpans(spans);
        }

        @Bean
        FilterRegistrationBean<ServerSpans> firstFilter(ServerSpans serverSpans) {
            var registration = new FilterRegistrationBean<>(serverSpans);
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
            return registration;
        }

        @Bean
        Recorded recorded() {
            return new Recorded();
        }
    }

    /** Makes a span of each request, as the Java agent does; one with the field {@code Unsampled} records nothing. */
    static final class ServerSpans extends OncePerRequestFilter {
        /** One permit for each request that has ended, which may be after its response has arrived. */
        final Semaphore ended = new Semaphore(0);

        private final Tracer sampled;
        private final Tracer unsampled;

        ServerSpans(InMemorySpanExporter spans) {
            this.sampled = tracer(spans, Sampler.alwaysOn());
            this.unsampled = tracer(spans, Sampler.alwaysOff());
        }

        private static Tracer tracer(InMemorySpanExporter spans, Sampler sampler) {
            return SdkTracerProvider.builder()
                    .setSampler(sampler)
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build()
                    .get("test");
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            Span span = (request.getHeader("Unsampled") == null ? sampled : unsampled)
                    .spanBuilder("GET")
                    .startSpan();
            Scope scope = span.makeCurrent();
            try {
                chain.doFilter(request, response);
            } finally {
                scope.close();
                span.end();
                ended.release();
            }
        }
    }

    /** The observations that ended. */
    static final class Recorded implements ObservationHandler<Observation.Context> {
        final Queue<Observation.Context> ended = new ConcurrentLinkedQueue<>();

        @Override
        public void onStop(Observation.Context context) {
            ended.add(context);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    private static Host start(String... properties) {
        return Host.start(
                Application.class,
                Stream.concat(Stream.of(Host.WITHOUT_SECURITY), Stream.of(properties))
                        .toArray(String[]::new));
    }

    /** Waits for the end of requests on the server. */
    private static void awaitRequests(Host host, int requests) throws InterruptedException {
        assertThat(host.bean(ServerSpans.class).ended.tryAcquire(requests, 10, TimeUnit.SECONDS))
                .isTrue();
    }

    private static List<Map<String, String>> spans(Host host) {
        return host.bean(InMemorySpanExporter.class).getFinishedSpanItems().stream()
                .map(TracesTest::attributes)
                .toList();
    }

    private static Map<String, String> attributes(SpanData span) {
        return span.getAttributes().asMap().entrySet().stream()
                .collect(Collectors.toMap(
                        (Map.Entry<AttributeKey<?>, Object> entry) ->
                                entry.getKey().getKey(),
                        entry -> entry.getValue().toString()));
    }

    private static List<Map<String, String>> observations(Host host) {
        return host.bean(Recorded.class).ended.stream()
                .filter(context -> "http.server.requests".equals(context.getName()))
                .map(context -> context.getHighCardinalityKeyValues().stream()
                        .filter(value -> value.getKey().startsWith("licensing."))
                        .collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue)))
                .toList();
    }

    @Test
    void decisionsAreInSpansAndObservations() throws Exception {
        try (Host host = start()) {
            assertThat(host.get("/write", host.token("pro@1")).statusCode()).isEqualTo(200);
            assertThat(host.get("/write", host.token("free@1")).statusCode()).isEqualTo(403);
            assertThat(host.get("/write").statusCode()).isEqualTo(401);

            awaitRequests(host, 3);
            List<Map<String, String>> expected = List.of(
                    Map.of(
                            "licensing.decision", "granted",
                            "licensing.plan", "pro@1",
                            "licensing.license.hash", hash("lic_1")),
                    Map.of(
                            "licensing.decision", "refused",
                            "licensing.refusal.code", "feature-not-licensed",
                            "licensing.plan", "free@1",
                            "licensing.license.hash", hash("lic_2")),
                    Map.of("licensing.decision", "refused", "licensing.refusal.code", "credential-missing"));
            assertThat(spans(host)).isEqualTo(expected);
            assertThat(observations(host)).isEqualTo(expected);
            assertThat(host.bean(MeterRegistry.class).getMeters())
                    .extracting(Meter::getId)
                    .allSatisfy(id -> assertThat(id.getTags())
                            .noneMatch(tag -> tag.getValue().contains(hash("lic_1"))
                                    || tag.getValue().contains("lic_1")));
        }
    }

    private static String hash(String license) {
        return DecisionAttributes.hash(new LicenseId("https://host.example", license));
    }

    @Test
    void observeModeSaysWhatWouldBeRefused() throws Exception {
        try (Host host = start("licensing.mode=observe")) {
            assertThat(host.get("/write", host.token("free@1")).statusCode()).isEqualTo(200);

            awaitRequests(host, 1);
            assertThat(spans(host))
                    .containsExactly(Map.of(
                            "licensing.decision", "would-refuse",
                            "licensing.refusal.code", "feature-not-licensed",
                            "licensing.plan", "free@1",
                            "licensing.license.hash", hash("lic_1")));
        }
    }

    @Test
    void spanThatIsNotSampledHasNothing() throws Exception {
        try (Host host = start()) {
            var request = host.request("/write")
                    .header("Authorization", "Bearer " + host.token("pro@1"))
                    .header("Unsampled", "1");
            assertThat(host.send(request).statusCode()).isEqualTo(200);

            awaitRequests(host, 1);
            assertThat(spans(host)).isEmpty();
            assertThat(observations(host)).hasSize(1);
        }
    }
}
