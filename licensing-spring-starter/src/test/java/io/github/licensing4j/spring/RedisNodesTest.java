package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

/** Two applications on one PostgreSQL and one Redis grant whole limits together. */
class RedisNodesTest {
    private static final AdminContext BY = AdminContext.by("ann", "because");
    private static final String CATALOG = """
            catalog: shared
            features:
              report.read: {}
            plans:
              free@1:
                features: [report.read]
                limits:
                  burst: { kind: rate, permits: 20, per: PT1H, burst: 20 }
                  parallel: { kind: concurrency, max: 3 }
            """;

    @TempDir
    Path dir;

    private Host node(EmbeddedPostgres postgres, int redisPort, String name) throws IOException {
        Path own = Files.createDirectories(dir.resolve(name));
        Path audit = dir.resolve("a").resolve("audit.key");
        if (Files.exists(audit) && !Files.exists(own.resolve("audit.key"))) {
            Files.copy(audit, own.resolve("audit.key"));
        }
        return Host.start(
                SharedNode.class,
                Host.WITHOUT_SECURITY,
                "licensing.catalog.location=file:" + Files.writeString(own.resolve("licensing.yaml"), CATALOG),
                "test.jdbc=" + postgres.getJdbcUrl("postgres", "postgres"),
                "licensing.store.type=jdbc",
                "licensing.store.node=" + name,
                "licensing.store.audit-key=" + own.resolve("audit.key"),
                "licensing.usage.journal-dir=" + own.resolve("journal"),
                "licensing.redis.timeout=2s",
                "licensing.redis.uri=redis://127.0.0.1:" + redisPort);
    }

    @Test
    void grantWholeLimitsTogether() throws Exception {
        SharedNode.now = Instant.parse("2026-03-10T12:00:00Z");
        int port = freePort();
        RedisServer redis = redis(port);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setDataDirectory(dir.resolve("postgres"))
                        .setCleanDataDirectory(false)
                        .start();
                Host one = node(postgres, port, "a");
                Host two = node(postgres, port, "b")) {
            LicenseAdmin admin = one.bean(LicenseAdmin.class);
            String license = admin.licenses()
                    .create(NewLicense.of("acme", PlanId.parse("free@1")), BY)
                    .id();
            String key = admin.keys().create(license, KeyRequest.plain(), BY).key();
            assertThat(granted(one, key, 15)).isEqualTo(15);
            assertThat(grantedWithin(two, key, 5)).isEqualTo(5);
            assertThat(granted(one, key, 5) + granted(two, key, 5)).isZero();
            assertThat(one.bean(LicensingInfo.class).health().components())
                    .filteredOn(component -> component.name().equals("redis"))
                    .allSatisfy(component -> assertThat(component.detail()).contains("connected"))
                    .extracting(Health.Component::status)
                    .isEqualTo(List.of(Health.Status.UP));
        } finally {
            redis.stop();
        }
    }

    /** Calls until a node has granted so many calls: the other one returns a permit that it holds ahead of need after a second. */
    private static int grantedWithin(Host node, String key, int expected) throws Exception {
        int granted = 0;
        for (int i = 0; i < 1_000 && granted < expected; i++) {
            granted += granted(node, key, 5);
        }
        return granted;
    }

    private static int granted(Host node, String key, int calls) throws Exception {
        int granted = 0;
        for (int i = 0; i < calls; i++) {
            granted += node.get("/read", key).statusCode() == 200 ? 1 : 0;
        }
        return granted;
    }

    private static RedisServer redis(int port) throws IOException {
        RedisServer redis = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        redis.start();
        return redis;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
