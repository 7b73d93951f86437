package io.github.licensing4j.core.usage.journal;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.spi.QuotaWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Creates journals in a test's directory, and calls whose values are derived from one number. */
final class JournalFixture {
    static final int SEGMENT = 1 << 18;
    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    final Path directory;
    final AtomicReference<Instant> now = new AtomicReference<>(START);
    final InstantSource clock = now::get;

    JournalFixture(Path directory) {
        this.directory = directory;
    }

    /** 256 KiB per segment, 64 MiB in all, keeping nothing that is released. */
    JournalSettings settings() {
        return JournalSettings.in(directory).sizes(SEGMENT, 1 << 26).keep(0, Duration.ofDays(1));
    }

    UsageJournal open() {
        return UsageJournal.open(settings(), clock);
    }

    static UsageAccount account(String id) {
        return new UsageAccount(
                new LicenseId("https://issuer.example", "lic_" + id), "acme", new PlanId("pro", 2), "key_" + id, null);
    }

    static CallDescriptor descriptor() {
        return new CallDescriptor(
                "GET /v1/items",
                "items.read",
                List.of("calls", "egress"),
                List.of(
                        new CounterTemplate("monthly", "calls", Limit.Kind.QUOTA, "P1M", Scope.LICENSE),
                        new CounterTemplate("daily", "egress", Limit.Kind.QUOTA, "P1D", Scope.CUSTOMER)),
                List.of(new CounterTemplate("prepaid", "calls", Limit.Kind.CREDITS, "", Scope.KEY)));
    }

    /**
     * Returns the call of a number: every fifth consumes credits, every seventh is of observe mode and counts in no
     * counter.
     */
    static CallRecord call(long number) {
        long at = START.toEpochMilli() + number;
        long[] meters = {number, number * 3};
        if (number % 7 == 0) {
            return new CallRecord(at, 500, UsageKind.OBSERVED, meters);
        }
        List<QuotaWindow> windows = List.of(new QuotaWindow(number, number + 10), new QuotaWindow(1, 2));
        List<ConsumedCredit> consumed =
                number % 5 == 0 ? List.of(new ConsumedCredit(0, "grant-" + number, number)) : List.of();
        return new CallRecord(at, 200, UsageKind.CHARGED, meters, windows, new long[] {number, 0}, consumed);
    }

    static List<UsageEntry> entries(UsageJournal journal, long epoch) throws IOException {
        try (JournalCursor cursor = journal.read(epoch, 0)) {
            List<UsageEntry> entries = new ArrayList<>();
            while (cursor.next()) {
                entries.add(cursor.entry());
            }
            return entries;
        }
    }

    List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".seg"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Copies the files as a process that dies now leaves them: the kernel has the mapped bytes, nothing is cleaned up.
     */
    Path image(Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }
}
