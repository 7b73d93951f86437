package io.github.licensing4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.usage.journal.CallDescriptor;
import io.github.licensing4j.core.usage.journal.CallRecord;
import io.github.licensing4j.core.usage.journal.JournalNode;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.core.usage.journal.JournalStarts;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.core.usage.journal.UsageJournal;
import io.github.licensing4j.spi.LedgerTransaction;
import io.github.licensing4j.spi.NodeClaim;
import io.github.licensing4j.spi.QuotaLeases;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageSource;
import io.github.licensing4j.tck.MovableClock;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node looks after the journals of others, over a registry, a ledger and leases in memory. */
class JournalAdoptionTest {
    private static final Duration AWAY = Duration.ofSeconds(30);
    private static final int CALLS = 20;

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock("2026-06-10T00:00:00Z");
    private final FakeNodes nodes = new FakeNodes();
    private final InMemoryStore kept = new InMemoryStore();
    /** The nodes whose leases were ended. */
    private final List<String> ended = new ArrayList<>();

    private final Schedule schedule = new Schedule();
    private boolean isLedgerFull;
    private Path journals;
    private JournalAdoption adoption;

    @BeforeEach
    void open() throws IOException {
        journals = Files.createDirectory(dir.resolve("journals"));
        adoption = adopter("adopter");
    }

    @AfterEach
    void close() {
        schedule.close();
    }

    private JournalAdoption adopter(String name) {
        UsageSettings own = UsageSettings.journaled(JournalSettings.in(dir.resolve(name)));
        Store store = store();
        NodeIdentity identity = new NodeIdentity(name, name, name + "/1");
        assertThat(nodes.claim(new NodeClaim(name, identity.process(), null, AWAY)))
                .isEmpty();
        return new JournalAdoption(
                new JournalAdoption.Setup(journals, own, store, identity, counters -> changes -> List.of(), clock),
                schedule);
    }

    private Store store() {
        return proxy(Store.class, kept, (method, arguments) -> switch (method) {
            case "nodes" -> nodes;
            case "usage" -> ledger();
            case "leases" -> leases();
            default -> null;
        });
    }

    private QuotaLeases leases() {
        return proxy(QuotaLeases.class, QuotaLeases.none(), (method, arguments) -> {
            if (method.equals("releaseBefore")) {
                ended.add(((UsageSource) arguments[0]).node());
            }
            return null;
        });
    }

    /** The ledger, which rejects all usage while it is full. */
    @SuppressWarnings("unchecked")
    private UsageLedger ledger() {
        UsageLedger all = kept.usage();
        return proxy(UsageLedger.class, all, (method, arguments) -> {
            if (!isLedgerFull || !method.equals("write")) {
                return null;
            }
            Function<LedgerTransaction, Object> work = (Function<LedgerTransaction, Object>) arguments[0];
            return all.write(open -> work.apply(proxy(LedgerTransaction.class, open, (name, given) -> {
                if (name.equals("add") && !((UsageBatch) given[0]).rows().isEmpty()) {
                    throw new IllegalArgumentException("planted");
                }
                return null;
            })));
        });
    }

    private interface Answers {
        /** Returns the answer of a method, null to ask the object behind the proxy. */
        @Nullable
        Object of(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, T behind, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                JournalAdoptionTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object answer = answers.of(method.getName(), arguments);
                    try {
                        return answer == null ? method.invoke(behind, arguments) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** Leaves a journal as a killed process does. */
    private Path journal(String directory, String node) throws IOException {
        Path running = dir.resolve("running-" + directory);
        Path left = Files.createDirectory(journals.resolve(directory));
        String written = JournalNode.of(running, node);
        assertThat(written).isEqualTo(node);
        UsageAccount account = new UsageAccount(
                new LicenseId("https://issuer.example", "lic_1"), "acme", new PlanId("pro", 1), "key_1", null);
        CallDescriptor descriptor = new CallDescriptor("GET /v1", "", List.of("calls"), List.of(), List.of());
        try (UsageJournal journal =
                UsageJournal.open(JournalSettings.in(running).sizes(1 << 18, 1 << 21), clock)) {
            for (int i = 0; i < CALLS; i++) {
                CallRecord call = new CallRecord(clock.millis(), 200, UsageKind.CHARGED, new long[] {1});
                assertThat(journal.append(account, descriptor, call)).isPositive();
            }
            try (Stream<Path> files = Files.list(running)) {
                for (Path file : files.toList()) {
                    Files.copy(file, left.resolve(file.getFileName()));
                }
            }
        }
        return left;
    }

    private static Path segment(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            return files.filter(file -> file.toString().endsWith(".seg"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Returns the offset after the last byte that is not zero. */
    private static int end(byte[] bytes) {
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static void damageMiddle(Path journal) throws IOException {
        Path segment = segment(journal);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[end(bytes) - 300] ^= 1;
        Files.write(segment, bytes);
    }

    private void adoptAfter(Duration time) {
        clock.advance(time);
        adoption.adopt();
    }

    private void assertAdopted(int count, Status status) {
        Health.Component health = adoption.health();
        assertThat(health.detail()).contains("adopted " + count + " journals");
        assertThat(health.status()).as(health.detail()).isEqualTo(status);
    }

    @Test
    void adoptsJournalOfNodeThatStaysAway() throws Exception {
        Path journal = journal("one", "one");
        adoption.adopt();
        adoptAfter(AWAY.minusMillis(1));
        assertAdopted(0, Status.UP);
        adoptAfter(Duration.ofMillis(1));
        assertAdopted(1, Status.UP);
        assertThat(ended).containsExactly("one");
        assertThat(kept.usage().position(new UsageSource("one", 1))).isEqualTo(CALLS);
        assertThat(nodes.live).containsOnlyKeys("adopter");
        long start = JournalStarts.last(journal);
        adoptAfter(AWAY);
        assertThat(JournalStarts.last(journal)).as("read once").isEqualTo(start);
        assertAdopted(1, Status.UP);
    }

    @Test
    void restartingNodeKeepsItsJournal() throws Exception {
        Path journal = journal("one", "one");
        nodes.runs("one", clock.instant());
        adoption.adopt();
        adoptAfter(AWAY);
        // It leaves the registry at once, and comes back.
        nodes.stops("one");
        adoptAfter(Duration.ofSeconds(1));
        nodes.runs("one", clock.instant());
        adoptAfter(Duration.ofSeconds(15));
        nodes.stops("one");
        adoptAfter(Duration.ofSeconds(15));
        adoptAfter(AWAY.minusMillis(1));
        assertAdopted(0, Status.UP);
        assertThat(nodes.released).isEmpty();
        assertThat(JournalStarts.last(journal)).isOne();
        adoptAfter(Duration.ofMillis(1));
        assertAdopted(1, Status.UP);
    }

    @Test
    void neverReleasesOwnName() throws Exception {
        Path copy = journal("copy", "adopter");
        adoption.adopt();
        adoptAfter(AWAY);
        adoptAfter(AWAY);
        assertThat(nodes.released).isEmpty();
        assertThat(nodes.live).containsOnlyKeys("adopter");
        assertThat(JournalStarts.last(copy)).isOne();
        assertAdopted(0, Status.DEGRADED);
        assertThat(adoption.health().detail()).contains("copy", "has the name of this node");
    }

    @Test
    void skipsOwnJournalBehindLink() throws Exception {
        Path own = journal("own", "adopter");
        Files.move(own, dir.resolve("adopter"));
        Files.createSymbolicLink(own, dir.resolve("adopter"));
        adoption.adopt();
        adoptAfter(AWAY);
        assertAdopted(0, Status.UP);
    }

    @Test
    void readsDamagedJournalOnce() throws Exception {
        Path journal = journal("one", "one");
        damageMiddle(journal);
        JournalAdoption other = adopter("other");
        adoption.adopt();
        other.adopt();
        adoptAfter(AWAY);
        long start = JournalStarts.last(journal);
        assertThat(start).isEqualTo(2);
        for (int i = 0; i < 3; i++) {
            adoptAfter(AWAY);
            other.adopt();
            assertAdopted(0, Status.DEGRADED);
            assertThat(adoption.health().detail()).contains("records are damaged", "stranded");
            assertThat(other.health().detail()).contains("records are damaged", "stranded");
        }
        assertThat(JournalStarts.last(journal)).isEqualTo(start);
        assertThat(ended).isEmpty();
        Files.setLastModifiedTime(segment(journal), FileTime.from(Instant.parse("2026-06-11T00:00:00Z")));
        adoptAfter(Duration.ZERO);
        assertThat(JournalStarts.last(journal)).as("its files have changed").isEqualTo(start + 1);
    }

    @Test
    void reportsCallsThatMayBeCutOff() throws Exception {
        Path journal = journal("one", "one");
        Path segment = segment(journal);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[end(bytes) + 8] = 1;
        Files.write(segment, bytes);
        adoption.adopt();
        adoptAfter(AWAY);
        adoptAfter(AWAY);
        assertAdopted(1, Status.DEGRADED);
        assertThat(adoption.health().detail()).contains("may have been cut off", "calls lost");
        assertThat(ended).containsExactly("one");
        try (Stream<Path> files = Files.list(journal)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(journal);
        adoption.adopt();
        assertAdopted(1, Status.UP);
    }

    @Test
    void reportsQuarantinedCallsUntilRepaired() throws Exception {
        Path journal = journal("one", "one");
        isLedgerFull = true;
        adoption.adopt();
        adoptAfter(AWAY);
        adoptAfter(AWAY);
        assertAdopted(0, Status.DEGRADED);
        assertThat(adoption.health().detail()).contains(CALLS + " calls are not in the ledger", "quarantine.log");
        assertThat(ended).isEmpty();
        isLedgerFull = false;
        Files.delete(journal.resolve("quarantine.log"));
        adoption.adopt();
        assertAdopted(1, Status.UP);
        assertThat(ended).containsExactly("one");
    }
}
