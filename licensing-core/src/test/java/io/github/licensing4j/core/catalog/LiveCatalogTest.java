package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.PlanId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LiveCatalogTest extends LiveCatalogFixture {
    @Test
    void missingOrInvalidFileStopsStart() throws IOException {
        Files.writeString(file, GOOD.replace("[forecast.daily]", "[forecast.dayly]"));
        assertThatThrownBy(this::open)
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("licensing.yaml:15:16");
        Files.delete(file);
        assertThatThrownBy(this::open)
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("there is no such file");
    }

    @Test
    void anEditBecomesTheNewSnapshot() throws IOException {
        LiveCatalog live = open();
        Catalog before = live.current();

        assertThat(live.reload()).isFalse();
        assertThat(live.current()).isSameAs(before);
        Files.writeString(file, GOOD.replace("amount: 1000,", "amount: 2000,"));
        assertThat(live.reload()).isTrue();
        assertThat(received).containsExactly(live.current());
        assertThat(live.current()).isNotSameAs(before);
        assertThat(live.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void reportsInvalidEditAndKeepsSnapshot() throws IOException {
        LiveCatalog live = open();
        Catalog before = live.current();

        for (String bad : List.of(
                "", GOOD.substring(0, GOOD.indexOf("overage")), GOOD.replace("amount: 1000,", "amount: many,"))) {
            Files.writeString(file, bad);
            assertThat(live.reload()).isFalse();
            assertThat(live.current()).isSameAs(before);
            assertThat(live.health().status()).isEqualTo(Status.DEGRADED);
            assertThat(live.health().detail()).contains("licensing.yaml:");
        }
        assertThat(live.health().detail()).contains(": 'amount' of limit 'monthly' is the text 'many'");
        Files.writeString(file, GOOD);
        assertThat(live.reload()).isFalse();
        assertThat(live.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void missingFileKeepsSnapshot() throws IOException {
        LiveCatalog live = open();

        Files.delete(file);
        live.reload();
        assertThat(live.health().detail()).contains("there is no such file");
        Path other = Files.writeString(directory.resolve("other"), GOOD.replace("weather-api", "renamed"));
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        live.reload();
        assertThat(live.current().summary().name()).isEqualTo("renamed");
        assertThat(live.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void followsASymbolicLinkThatIsSwapped() throws IOException {
        Path first = Files.move(file, directory.resolve("first"));
        Path second = Files.writeString(directory.resolve("second"), GOOD.replace("weather-api", "renamed"));
        Files.createSymbolicLink(file, first);
        LiveCatalog live = open();

        Files.delete(file);
        Files.createSymbolicLink(file, second);

        assertThat(live.reload()).isTrue();
        assertThat(live.current().summary().name()).isEqualTo("renamed");
    }

    @Test
    void reloadsDespiteFailingListener() throws IOException {
        LiveCatalog live = LiveCatalog.open(
                new LiveCatalog.Source(file, Duration.ZERO, () -> now, stored(), catalog -> {
                    throw new IllegalStateException("listener");
                }),
                schedule);

        Files.writeString(file, GOOD.replace("weather-api", "renamed"));
        assertThat(live.reload()).isTrue();
        assertThat(live.current().summary().name()).isEqualTo("renamed");
    }

    @Test
    @Tag("4.4.2")
    void appliesEditUnchangedForInterval() throws IOException {
        LiveCatalog live = open();
        Catalog before = live.current();
        String half = GOOD.substring(0, GOOD.indexOf("  pro@1:"));

        Files.writeString(file, half);
        live.poll();
        assertThat(live.current()).isSameAs(before);
        Files.writeString(file, GOOD);
        live.poll();
        live.poll();
        assertThat(live.current()).isSameAs(before);

        Files.writeString(file, half + "endpoints: [{ match: GET /x, feature: export.csv }]\n");
        live.poll();
        assertThat(live.current().has(Catalogs.PRO)).isTrue();
        live.poll();
        assertThat(live.current().has(Catalogs.PRO)).isFalse();
    }

    @Test
    @Tag("4.4.2")
    void aPausedWriterLosesNoRule() throws IOException {
        LiveCatalog live = open();
        Catalog before = live.current();
        Files.writeString(file, GOOD.substring(0, GOOD.indexOf("endpoints:")));
        live.poll();
        live.poll();
        live.poll();
        Files.writeString(file, GOOD);
        live.poll();

        assertThat(live.current()).isSameAs(before);
        assertThat(live.health().status()).isEqualTo(Status.UP);
    }

    @Test
    @Tag("4.4.1")
    void refusesPipeWithoutWaiting() throws Exception {
        LiveCatalog live = open();
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();

        assertThat(live.reload()).isFalse();
        assertThat(live.health().detail()).contains("it is no regular file");
        assertThatThrownBy(this::open).hasMessageContaining("it is no regular file");
    }

    @Test
    @Tag("4.4.1")
    void aReplacedFileKeepsItsPermissions() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        LiveCatalog live = open();

        live.put(GOOD.replace("weather-api", "renamed").getBytes(StandardCharsets.UTF_8));

        assertThat(Files.readString(file)).contains("catalog: renamed");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        assertThat(live.current().summary().name()).isEqualTo("renamed");
    }

    @Test
    void pollsFile() throws Exception {
        CountDownLatch changed = new CountDownLatch(1);
        try (LiveCatalog live = LiveCatalog.open(
                new LiveCatalog.Source(file, Duration.ofMillis(5), () -> now, stored(), catalog -> changed.countDown()),
                schedule)) {
            Files.writeString(file, GOOD.replace("weather-api", "renamed"));

            assertThat(changed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(live.current().summary().name()).isEqualTo("renamed");
        }
    }

    /** A store without licenses, with an action before its plans are read. */
    private static StoredPlans plans(Runnable before) {
        return new StoredPlans() {
            @Override
            public Set<PlanId> pinned() {
                before.run();
                return Set.of();
            }

            @Override
            public long licensesOn(PlanId plan) {
                return 0;
            }
        };
    }

    @Test
    @Tag("4.4.1")
    void pollsAgainAfterError() throws Exception {
        CountDownLatch changed = new CountDownLatch(1);
        AtomicInteger failures = new AtomicInteger();
        AtomicBoolean fails = new AtomicBoolean(true);
        StoredPlans failing = plans(() -> {
            if (fails.get()) {
                failures.incrementAndGet();
                throw new OutOfMemoryError("planted");
            }
        });
        try (LiveCatalog live = LiveCatalog.open(
                new LiveCatalog.Source(file, Duration.ofMillis(5), () -> now, failing, catalog -> changed.countDown()),
                schedule)) {
            Files.writeString(file, GOOD.replace("weather-api", "renamed"));
            while (failures.get() < 2) {
                Thread.onSpinWait();
            }
            assertThat(live.health().status()).isEqualTo(Status.DEGRADED);
            assertThat(live.health().detail()).contains("OutOfMemoryError");
            fails.set(false);
            assertThat(changed.await(10, TimeUnit.SECONDS)).isTrue();
            while (live.health().status() != Status.UP) {
                Thread.onSpinWait();
            }
            assertThat(live.current().summary().name()).isEqualTo("renamed");
        }
    }
}
