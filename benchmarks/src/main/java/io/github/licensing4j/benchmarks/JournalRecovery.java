package io.github.licensing4j.benchmarks;

import io.github.licensing4j.core.usage.journal.JournalCursor;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.core.usage.journal.UsageJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;

/**
 * Measures how long a node needs to open a journal full of calls and to aggregate them. Arguments: how many, by default
 * 10 million.
 */
public final class JournalRecovery {
    private static final long ROOM = 8L << 30;

    private JournalRecovery() {}

    public static void main(String[] arguments) throws IOException {
        int calls = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000_000;
        Path directory = JournalBench.directory();
        Path image = JournalBench.directory();
        UsageAccount[] callers = callers();
        UsageJournal written = JournalBench.open(directory, ROOM);
        long start = now();
        for (int i = 0; i < calls; i++) {
            written.append(callers[i % callers.length], JournalBench.DESCRIPTOR, JournalBench.call(i));
        }
        report("written", calls, start);
        // As a killed process leaves them: the last segment has no end.
        copy(directory, image);
        written.close();
        start = now();
        UsageJournal journal = JournalBench.open(image, ROOM);
        report("recovered", calls, start);
        if (journal.recovery().calls() != calls || !journal.recovery().damages().isEmpty()) {
            throw new IllegalStateException("recovered " + journal.recovery());
        }
        start = now();
        addUp(journal, calls);
        report("added up by account", calls, start);
        journal.close();
        JournalBench.delete(directory);
        JournalBench.delete(image);
    }

    private static UsageAccount[] callers() {
        UsageAccount[] callers = new UsageAccount[1000];
        for (int i = 0; i < callers.length; i++) {
            callers[i] = JournalBench.account(i);
        }
        return callers;
    }

    private static void copy(Path directory, Path image) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.copy(file, image.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void addUp(UsageJournal journal, int calls) throws IOException {
        long[] units = new long[1000];
        long sum = 0;
        try (JournalCursor cursor = journal.read(1, 0)) {
            while (cursor.next()) {
                units[cursor.accountRef()] += cursor.meterUnits(0) + cursor.counterUnits(0) - 1;
                sum += cursor.windowStart(0) > 0 ? 1 : 0;
            }
        }
        for (long each : units) {
            sum += each;
        }
        if (sum != 2L * calls) {
            throw new IllegalStateException("added up to " + sum);
        }
    }

    private static long now() {
        return InstantSource.system().millis();
    }

    private static void report(String what, int calls, long start) {
        System.out.printf("%,d calls %s in %,d ms%n", calls, what, now() - start);
    }
}
