package io.github.licensing4j.core.usage.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health.Status;
import io.github.licensing4j.spi.ExportResult;
import io.github.licensing4j.spi.ExportResult.Accepted;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Failures of an exporter or the store neither lose nor repeat events. */
class ExportFailuresTest extends UsageExportsFixture {
    @Test
    void retriesThrowingExporterWithoutShowingMessage() throws Exception {
        useInClosedHour();
        exporter.answers(batch -> {
            throw new IllegalStateException("https://user:s3cret@billing.example");
        });
        exports.runOnce(() -> {});
        assertThat(only().delivery().lastError()).isEqualTo("IllegalStateException");
        assertThat(exports.health().detail()).contains("last error: IllegalStateException");
        assertThat(exports.health().detail()).doesNotContain("s3cret");
    }

    @Test
    void doesNotResendUnrecordedAcceptedEvents() throws Exception {
        useInClosedHour();
        events.cannotNote(true);
        exports.runOnce(() -> {});
        exports.runOnce(() -> {});
        assertThat(exports.health().status()).isEqualTo(Status.DEGRADED);
        events.cannotNote(false);
        exports.runOnce(() -> {});
        assertThat(exporter.batches).hasSize(1);
        assertThat(events.acceptedUnits("one")).isEqualTo(7);
        assertThat(exports.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void recoversAfterStoreOutage() throws Exception {
        useInClosedHour();
        events.fails(true);
        exports.runOnce(() -> {});
        assertThat(exports.health().detail()).contains("the store is unavailable");
        events.fails(false);
        exports.runOnce(() -> {});
        assertThat(events.acceptedUnits("one")).isEqualTo(7);
    }

    @Test
    void closeDoesNotWaitForHangingExporter() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        useInClosedHour();
        exporter.answers(batch -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return new ExportResult(Map.of());
        });
        UsageExports impatient = exports(
                new ExportSettings(Duration.ZERO, Duration.ofDays(1), 4, Duration.ofDays(7), Duration.ofMillis(50)));
        impatient.close();
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(events.waiting("one")).isEqualTo(1);
        assertThat(exporter.closed).isTrue();
    }

    private static Stream<Error> errors() {
        return Stream.of(new NoSuchMethodError("planted"), new NoClassDefFoundError("planted"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void exporterErrorIsShownAndRetried(Error error) throws Exception {
        useInClosedHour();
        exporter.answers(batch -> {
            throw error;
        });
        exports.runOnce(() -> {});
        assertThat(exports.health().status()).isEqualTo(Status.DEGRADED);
        assertThat(exports.health().detail())
                .contains("one: 1 waiting", "last error: " + error.getClass().getSimpleName());
        exporter.answers(batch -> ExportResult.all(batch, new Accepted()));
        clock.advance(Duration.ofMinutes(1));
        exports.runOnce(() -> {});
        assertThat(events.acceptedUnits("one")).isEqualTo(7);
        assertThat(exports.health().status()).isEqualTo(Status.UP);
    }

    @Test
    void otherErrorIsShownAndRetried() throws Exception {
        events.failsWith(new NoClassDefFoundError("planted"));
        exports.runOnce(() -> {});
        assertThat(exports.health().status()).isEqualTo(Status.DEGRADED);
        assertThat(exports.health().detail()).endsWith("| one cannot go on: NoClassDefFoundError");
        events.failsWith(null);
        exports.runOnce(() -> {});
        assertThat(exports.health().status()).isEqualTo(Status.UP);
    }
}
