package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.core.store.redis.RedisLimits;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import redis.embedded.RedisServer;

/** An application whose own client of Redis counts the limits, and stays open after it. */
class HostRedisClientTest {
    private static final String CATALOG = """
            catalog: shared
            features:
              report.read: {}
            plans:
              free@1:
                features: [report.read]
                limits:
                  burst: { kind: rate, permits: 5, per: PT1H, burst: 5 }
            """;

    private static volatile @Nullable RedisClient client;

    @TempDir
    Path dir;

    private RedisServer server;

    @EnableAutoConfiguration
    @Import(ReadController.class)
    static class App {
        @Bean(destroyMethod = "")
        RedisClient redisClient() {
            return Objects.requireNonNull(client);
        }
    }

    @BeforeEach
    void open() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        server.start();
        client = RedisClient.create("redis://127.0.0.1:" + port);
    }

    @AfterEach
    void close() throws IOException {
        Objects.requireNonNull(client).shutdown(Duration.ZERO, Duration.ofSeconds(5));
        server.stop();
    }

    @Test
    void countsLimitsAndStaysOpen() throws Exception {
        try (StatefulRedisConnection<String, String> own =
                Objects.requireNonNull(client).connect()) {
            try (Host host = host()) {
                assertThat(host.bean(RedisLimits.class)).isNotNull();
                String token = host.token("free@1");
                for (int i = 0; i < 5; i++) {
                    assertThat(host.get("/read", token).statusCode()).isEqualTo(200);
                }
                HttpResponse<String> refused = host.get("/read", token);
                assertThat(refused.statusCode()).isEqualTo(429);
                assertThat(refused.body()).contains("rate-limited");
                assertThat(own.sync().keys("licensing*")).isNotEmpty();
                assertThat(host.bean(LicensingInfo.class).health().components())
                        .filteredOn(component -> component.name().equals("redis"))
                        .extracting(Health.Component::detail)
                        .singleElement()
                        .asString()
                        .contains("connected");
            }
            assertThat(own.sync().ping()).isEqualTo("PONG");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (own.sync().clientList().lines().count() > 1) {
                assertThat(System.nanoTime() - end).as("connections are left").isNegative();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
        // Its threads have not ended either.
        try (StatefulRedisConnection<String, String> next =
                Objects.requireNonNull(client).connect()) {
            assertThat(next.sync().ping()).isEqualTo("PONG");
        }
    }

    private Host host() throws IOException {
        return Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                "licensing.catalog.location=file:" + Files.writeString(dir.resolve("licensing.yaml"), CATALOG),
                "licensing.redis.timeout=2s");
    }
}
