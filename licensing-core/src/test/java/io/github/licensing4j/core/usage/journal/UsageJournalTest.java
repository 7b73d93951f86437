package io.github.licensing4j.core.usage.journal;

import static io.github.licensing4j.core.usage.journal.JournalFixture.account;
import static io.github.licensing4j.core.usage.journal.JournalFixture.call;
import static io.github.licensing4j.core.usage.journal.JournalFixture.descriptor;
import static io.github.licensing4j.core.usage.journal.JournalFixture.entries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.usage.journal.UsageEntry.CounterUse;
import io.github.licensing4j.core.usage.journal.UsageEntry.MeterUse;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaWindow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that appended calls are read back unchanged, in this run and in the next. */
class UsageJournalTest {
    private final JournalFixture fixture;

    UsageJournalTest(@TempDir Path temporary) {
        fixture = new JournalFixture(temporary.resolve("journal"));
    }

    /** The second entry, of a call of 15 units. */
    private static UsageEntry fifteenUnits() {
        return new UsageEntry(
                2,
                JournalFixture.START.toEpochMilli() + 15,
                new UsageEntry.Caller(new LicenseId("https://issuer.example", "lic_1"), "acme", new PlanId("pro", 2)),
                "GET /v1/items",
                "items.read",
                200,
                UsageKind.CHARGED,
                List.of(new MeterUse("calls", 15), new MeterUse("egress", 45)),
                List.of(
                        new CounterUse(
                                new CounterId("monthly", "calls", Limit.Kind.QUOTA, "P1M"),
                                new QuotaWindow(15, 25),
                                15),
                        new CounterUse(
                                new CounterId("prepaid", "calls", Limit.Kind.CREDITS, "grant-15", Scope.KEY, "key_1"),
                                new QuotaWindow(0, Long.MAX_VALUE),
                                15)));
    }

    @Test
    void entryContainsUsageOfCall() throws Exception {
        try (UsageJournal journal = fixture.open()) {
            assertThat(journal.append(account("1"), descriptor(), call(35))).isEqualTo(1);
            assertThat(journal.append(account("1"), descriptor(), call(15))).isEqualTo(2);
            List<UsageEntry> entries = entries(journal, journal.epoch());
            assertThat(entries).hasSize(2);
            assertThat(entries.get(0).kind()).isEqualTo(UsageKind.OBSERVED);
            assertThat(entries.get(0).counters()).isEmpty();
            assertThat(entries.get(1)).isEqualTo(fifteenUnits());
        }
    }

    @Test
    void scopeDeterminesSubject() {
        UsageAccount account = new UsageAccount(new LicenseId("iss", "lic"), "acme", new PlanId("pro", 1), "key", null);
        assertThat(account.subject(Scope.LICENSE)).isEmpty();
        assertThat(account.subject(Scope.CUSTOMER)).isEqualTo("acme");
        assertThat(account.subject(Scope.KEY)).isEqualTo("key");
        assertThat(account.subject(Scope.USER)).isEmpty();
    }

    @Test
    void preservesEveryChar() throws Exception {
        String odd = "a\ud800\u0000 \u20ac \ud83d\ude00 " + "x".repeat(300);
        UsageAccount account = new UsageAccount(new LicenseId("iss", odd), odd, new PlanId("pro", 1), null, odd);
        try (UsageJournal journal = fixture.open()) {
            journal.append(account, descriptor(), call(1));
            try (JournalCursor cursor = journal.read(journal.epoch(), 0)) {
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.account()).isEqualTo(account).isNotSameAs(account);
                assertThat(cursor.descriptor()).isEqualTo(descriptor());
            }
        }
    }

    @Test
    void eachSegmentIsSelfContained() throws Exception {
        UsageAccount one = account("1");
        UsageAccount two = account("2");
        CallDescriptor descriptor = descriptor();
        try (UsageJournal journal = fixture.open()) {
            for (int i = 1; i <= 10_000; i++) {
                assertThat(journal.append(i % 2 == 0 ? two : one, descriptor, call(i)))
                        .isEqualTo(i);
            }
            assertThat(fixture.segments()).hasSizeGreaterThan(2);
            assertThat(entries(journal, 1)).hasSize(10_000);
            Files.delete(fixture.segments().get(0));
            List<UsageEntry> rest = entries(journal, 1);
            assertThat(rest).hasSizeBetween(5_000, 9_999);
            long seq = 10_000L - rest.size();
            for (UsageEntry entry : rest) {
                assertThat(entry.seq()).isEqualTo(++seq);
                assertThat(entry.meters().get(0).units()).isEqualTo(seq);
                assertThat(entry.caller().license().value()).isEqualTo(seq % 2 == 0 ? "lic_2" : "lic_1");
            }
        }
    }

    @Test
    void cursorContinuesWithNewCalls() throws Exception {
        UsageAccount account = account("1");
        CallDescriptor descriptor = descriptor();
        try (UsageJournal journal = fixture.open();
                JournalCursor cursor = journal.read(journal.epoch(), 3)) {
            assertThat(cursor.next()).isFalse();
            long read = 3;
            for (int i = 1; i <= 6_000; i++) {
                journal.append(account, descriptor, call(i));
                if (i % 500 == 0) {
                    while (cursor.next()) {
                        assertThat(cursor.seq()).isEqualTo(++read);
                        assertThat(cursor.meterUnits(1)).isEqualTo(read * 3);
                        assertThat(cursor.hasConsumed()).isEqualTo(read % 5 == 0 && read % 7 != 0);
                    }
                    assertThat(read).isEqualTo(i);
                }
            }
        }
    }

    @Test
    @Tag("rule-3.3")
    void neverReusesEpoch() throws Exception {
        for (int run = 1; run <= 3; run++) {
            try (UsageJournal journal = fixture.open()) {
                assertThat(journal.epoch()).isEqualTo(run);
                journal.append(account("1"), descriptor(), call(run));
            }
        }
        try (UsageJournal journal = UsageJournal.open(fixture.settings().epochAfter(9), fixture.clock)) {
            assertThat(journal.epoch()).isEqualTo(10);
            assertThat(journal.recovery().damages()).isEmpty();
            assertThat(journal.epochs())
                    .containsExactly(new EpochRange(1, 1, 1), new EpochRange(2, 1, 1), new EpochRange(3, 1, 1));
            assertThat(journal.recovery().highWater()).isEqualTo(JournalFixture.START.plusMillis(3));
            assertThat(entries(journal, 2).get(0).meters().get(0).units()).isEqualTo(2);
        }
        for (Path segment : fixture.segments()) {
            Files.delete(segment);
        }
        try (UsageJournal journal = fixture.open()) {
            assertThat(journal.epoch()).isEqualTo(11);
        }
    }

    @Test
    void highWaterMarkOutlivesItsSegments() throws Exception {
        try (UsageJournal journal = fixture.open()) {
            journal.append(account("1"), descriptor(), call(77));
        }
        try (UsageJournal journal = fixture.open()) {
            journal.released(1, 1);
            assertThat(journal.epochs()).isEmpty();
        }
        try (UsageJournal journal = fixture.open()) {
            assertThat(journal.recovery().calls()).isZero();
            assertThat(journal.recovery().highWater()).isEqualTo(JournalFixture.START.plusMillis(77));
        }
    }

    @Test
    void rejectsCallNotMatchingDescriptor() {
        try (UsageJournal journal = fixture.open()) {
            CallRecord wrong = new CallRecord(0, 200, UsageKind.CHARGED, new long[] {1});
            assertThatThrownBy(() -> journal.append(account("1"), descriptor(), wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("units of 1 meters")
                    .hasMessageContaining("expected 2 meters and 2 counters");
            assertThat(journal.append(account("1"), descriptor(), call(1))).isEqualTo(1);
        }
    }

    @Test
    void shedsCallWithTooLongName() throws Exception {
        try (UsageJournal journal = fixture.open()) {
            for (int length : new int[] {66_000, 200_000}) {
                UsageAccount endless = account("x".repeat(length));
                assertThat(journal.append(endless, descriptor(), call(1))).isEqualTo(UsageJournal.NOT_KEPT);
            }
            assertThat(journal.append(account("1"), descriptor(), call(1))).isEqualTo(1);
            assertThat(journal.shed()).isEqualTo(Map.of(ShedReason.TOO_LARGE, 2L));
            assertThat(journal.health().detail()).contains("TOO_LARGE=2");
        }
    }

    @Test
    void filesAreReadableByOwnerOnly() throws Exception {
        try (UsageJournal journal = fixture.open()) {
            journal.append(account("1"), descriptor(), call(1));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fixture.directory)))
                    .isEqualTo("rwx------");
            try (var files = Files.list(fixture.directory)) {
                assertThat(files)
                        .hasSizeGreaterThanOrEqualTo(3)
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void closeShedsLaterCallsAndStopsThreads() throws Exception {
        UsageJournal journal = fixture.open();
        journal.append(account("1"), descriptor(), call(1));
        journal.close();
        journal.close();
        assertThat(journal.append(account("1"), descriptor(), call(2))).isEqualTo(UsageJournal.NOT_KEPT);
        assertThat(journal.hasRoom()).isFalse();
        assertThat(journal.shed()).isEqualTo(Map.of(ShedReason.CLOSED, 1L));
        try (var files = Files.list(fixture.directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("lock", "epoch-1", "0000000001-000001.seg");
        }
        assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                .doesNotContain("licensing-journal-ahead", "licensing-journal-force");
    }
}
