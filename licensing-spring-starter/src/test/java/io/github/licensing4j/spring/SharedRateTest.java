package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicensingInfo;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import io.micrometer.core.instrument.MeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two applications on one PostgreSQL grant one rate together. */
class SharedRateTest {
    private static final AdminContext BY = AdminContext.by("ann", "because");
    private static final String CATALOG = """
            catalog: shared
            features:
              report.read: {}
            plans:
              free@1:
                features: [report.read]
                limits:
                  burst: { kind: rate, permits: 20, per: PT1S, burst: 20 }
            """;

    @TempDir
    Path dir;

    private Host node(EmbeddedPostgres postgres, String name) throws IOException {
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
                "licensing.usage.journal-dir=" + own.resolve("journal"));
    }

    private static List<String> shares(Host node) {
        return node.bean(LicensingInfo.class).health().components().stream()
                .filter(component -> component.name().equals("shares"))
                .map(Health.Component::detail)
                .toList();
    }

    /** Waits for the heartbeat of a node, which counts the others every 5 s. */
    private static void awaitBoth(Host node) throws InterruptedException {
        BlockingQueue<Object> never = new LinkedBlockingQueue<>();
        for (int i = 0; !shares(node).equals(List.of("rates and concurrency: share 1 of 2")); i++) {
            assertThat(i).as("got %s", shares(node)).isLessThan(2_000);
            assertThat(never.poll(10, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    private static int granted(Host node, String key) throws Exception {
        int granted = 0;
        for (int i = 0; i < 40; i++) {
            granted += node.get("/read", key).statusCode() == 200 ? 1 : 0;
        }
        return granted;
    }

    /** The clock of the applications does not move, so that nothing is refilled. */
    @Test
    void grantOneRateTogether() throws Exception {
        SharedNode.now = Instant.parse("2026-03-10T12:00:00Z");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setDataDirectory(dir.resolve("postgres"))
                        .setCleanDataDirectory(false)
                        .start();
                Host one = node(postgres, "a");
                Host two = node(postgres, "b")) {
            LicenseAdmin admin = one.bean(LicenseAdmin.class);
            String license = admin.licenses()
                    .create(NewLicense.of("acme", PlanId.parse("free@1")), BY)
                    .id();
            String key = admin.keys().create(license, KeyRequest.plain(), BY).key();
            awaitBoth(one);
            awaitBoth(two);
            MeterRegistry meters = one.bean(MeterRegistry.class);
            for (String kind : List.of("license", "quota", "credits", "replay")) {
                for (String name : List.of("active", "age", "overshoot")) {
                    assertThat(meters.get("licensing.outage." + name)
                                    .tag("kind", kind)
                                    .gauge()
                                    .value())
                            .as(name + " of " + kind)
                            .isZero();
                }
            }
            assertThat(granted(one, key)).isEqualTo(10);
            assertThat(granted(two, key)).isEqualTo(10);
            assertThat(one.get("/read", key).headers().firstValue("RateLimit-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).contains("q=20"));
        }
    }
}
