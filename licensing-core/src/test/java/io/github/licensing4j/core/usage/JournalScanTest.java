package io.github.licensing4j.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.usage.journal.CallDescriptor;
import io.github.licensing4j.core.usage.journal.CallRecord;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.core.usage.journal.UsageJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests reading while the journal deletes shipped segments. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("rule-3.3")
class JournalScanTest {
    private static final int SEGMENT = 1 << 18;

    private final UsageAccount account =
            new UsageAccount(UsageRun.id("lic_1"), "acme", new PlanId("pro", 1), null, null);
    private final CallDescriptor descriptor = new CallDescriptor("", "", List.of("calls"), List.of(), List.of());

    @Test
    void deletedSegmentsAreNoDamage(@TempDir Path dir) {
        JournalSettings settings =
                JournalSettings.in(dir).sizes(SEGMENT, 64L * SEGMENT).keep(32L * SEGMENT, Duration.ofDays(1));
        try (UsageJournal journal = UsageJournal.open(settings, () -> Instant.EPOCH)) {
            int deleted = 0;
            for (int round = 0; round < 3; round++) {
                long shipped = append(journal, 40 * SEGMENT / 64);
                journal.force();
                journal.released(journal.epoch(), shipped);
                CompletableFuture<Long> load = CompletableFuture.supplyAsync(() -> append(journal, 45 * SEGMENT / 64));
                long first = 0;
                while (!load.isDone()) {
                    JournalScan scan = JournalScan.of(journal, journal.epoch(), shipped);
                    assertThat(scan.unreadable()).isZero();
                    assertThat(calls(scan.shipped())).isEqualTo(shipped - scan.released());
                    deleted += scan.released() > first ? 1 : 0;
                    first = scan.released();
                }
                journal.released(journal.epoch(), load.join());
            }
            assertThat(deleted).isPositive();
        }
    }

    private static long calls(UsageSums sums) {
        return sums.all().values().stream().mapToLong(UsageSums.Sum::calls).sum();
    }

    private long append(UsageJournal journal, int calls) {
        long last = 0;
        for (int i = 0; i < calls; i++) {
            last = journal.append(account, descriptor, new CallRecord(i, 200, UsageKind.CHARGED, new long[] {1}));
        }
        return last;
    }
}
