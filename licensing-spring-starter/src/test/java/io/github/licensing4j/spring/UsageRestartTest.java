package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageExporter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Tests that usage before a restart counts after it, and is exported. */
class UsageRestartTest {
    private static final List<ExportEvent> EXPORTED = new CopyOnWriteArrayList<>();
    private static volatile Instant now = Instant.EPOCH;

    @TempDir
    Path dir;

    @EnableAutoConfiguration
    @Import(ReadController.class)
    static class App {
        @Bean
        InstantSource licensingClock() {
            return () -> now;
        }

        @Bean
        UsageExporter books() {
            return new RecordingExporter(EXPORTED);
        }
    }

    @BeforeEach
    void begin() {
        EXPORTED.clear();
        now = Instant.parse("2026-03-10T12:00:00Z");
    }

    @Test
    void keepsUsageOverRestart() throws Exception {
        try (Host host = start()) {
            for (int left = 99; left > 92; left--) {
                assertThat(Host.left(host.get("/read", token(host)))).isEqualTo(left);
            }
        }
        try (Host host = start()) {
            HttpResponse<String> me = host.get("/licensing/v1/me", token(host));
            assertThat(me.body()).contains("\"used\":7", "\"remaining\":93");
            assertThat(Host.left(host.get("/read", token(host)))).isEqualTo(92);
        }
    }

    @Test
    void exportsHourOnceOverRestart() throws Exception {
        try (Host host = start()) {
            host.get("/read", token(host));
            host.get("/read", token(host));
            now = now.plus(Duration.ofHours(2));
        }
        start().close();
        assertThat(EXPORTED).singleElement().satisfies(event -> {
            assertThat(event.license().value()).isEqualTo("lic_one");
            assertThat(event.units()).isEqualTo(2);
        });
        try (Stream<Path> files = Files.walk(dir.resolve("exports"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".csv")).toList())
                    .singleElement()
                    .satisfies(file ->
                            assertThat(Files.readAllLines(file)).hasSize(2).anyMatch(line -> line.contains("lic_one")));
        }
    }

    @Test
    void usesLedgerOfStore() throws Exception {
        Host host = start();
        host.get("/read", token(host));
        host.close();
        try (Host again = start()) {
            assertThat(KilledHost.calls(again.bean(Store.class).usage())).isEqualTo(Map.of("lic_one", 1L));
        }
    }

    private Host start() {
        return Host.start(
                App.class,
                Host.WITHOUT_SECURITY,
                "licensing.keys.generate=false",
                "licensing.store.data-dir=" + dir.resolve("data"),
                "licensing.export.files.directory=" + dir.resolve("exports"));
    }

    private static String token(Host host) {
        return new LicenseTokenIssuer("https://host.example", "host", host.bean(KeyRing.class), () -> now)
                .issue(LicenseTokenRequest.of("acme", "lic_one", PlanId.parse("free@1"), Duration.ofHours(9)));
    }
}
