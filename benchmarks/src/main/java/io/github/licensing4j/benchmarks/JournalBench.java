package io.github.licensing4j.benchmarks;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.usage.journal.CallDescriptor;
import io.github.licensing4j.core.usage.journal.CallRecord;
import io.github.licensing4j.core.usage.journal.CounterTemplate;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.core.usage.journal.UsageJournal;
import io.github.licensing4j.spi.QuotaWindow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/** A journal of calls that charge one meter and one quota, under {@code java.io.tmpdir}. */
final class JournalBench {
    static final CallDescriptor DESCRIPTOR = new CallDescriptor(
            "GET /v1/item",
            "item.read",
            List.of("calls"),
            List.of(new CounterTemplate("monthly", "calls", Limit.Kind.QUOTA, "P1M", Scope.LICENSE)),
            List.of());

    private static final List<QuotaWindow> MONTH = List.of(new QuotaWindow(1_772_323_200_000L, 1_775_001_600_000L));

    private JournalBench() {}

    static Path directory() {
        try {
            return Files.createTempDirectory("journal");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a journal that keeps no released segments. */
    static UsageJournal open(Path directory, long maxBytes) {
        return UsageJournal.open(settings(directory, maxBytes), InstantSource.system());
    }

    /** Returns settings of an engine's journal, with room for calls that a benchmark records ahead of the shipper. */
    static UsageSettings usage(Path directory, Duration flushInterval) {
        return new UsageSettings(settings(directory, 4L << 30), flushInterval, null);
    }

    private static JournalSettings settings(Path directory, long maxBytes) {
        return JournalSettings.in(directory).sizes(1 << 24, maxBytes).keep(0, Duration.ofDays(1));
    }

    static UsageAccount account(int number) {
        return new UsageAccount(
                new LicenseId(Bench.ISSUER, "lic_" + number), "acme", new PlanId("pro", 1), "key_" + number, null);
    }

    /** Creates a call as a settlement does, with its own arrays. */
    static CallRecord call(long at) {
        return new CallRecord(
                1_772_323_200_000L + at, 200, UsageKind.CHARGED, new long[] {1}, MONTH, new long[] {1}, List.of());
    }

    static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
