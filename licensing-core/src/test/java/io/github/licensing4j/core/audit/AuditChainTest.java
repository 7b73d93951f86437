package io.github.licensing4j.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Page;
import io.github.licensing4j.admin.AuditTrail.BrokenEntry;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.spi.AuditCheckpoint;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.AuditLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any change of entries without the key is detected, and the first one is reported. */
class AuditChainTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path dir;

    private final Rows rows = new Rows();
    private final AuditKey key = AuditKey.ephemeral();
    private final AuditChain chain = new AuditChain("node-1", rows, key);

    /** A log whose rows a test can change directly. */
    private static final class Rows implements AuditLog {
        private final List<AuditEntry> entries = new ArrayList<>();
        private final Map<String, AuditCheckpoint> checkpoints = new HashMap<>();
        private Runnable afterNextRead = () -> {};

        @Override
        public Page<AuditEntry> read(@Nullable String license, @Nullable String cursor, int max) {
            return new Page<>(entries, null);
        }

        @Override
        public List<AuditEntry> chain(String chain, long fromSeq, int max) {
            List<AuditEntry> found = entries.stream()
                    .filter(entry -> entry.seq() >= fromSeq)
                    .limit(max)
                    .toList();
            Runnable next = afterNextRead;
            afterNextRead = () -> {};
            next.run();
            return found;
        }

        @Override
        public List<String> chains() {
            return entries.isEmpty() && checkpoints.isEmpty() ? List.of() : List.of("node-1");
        }

        @Override
        public Optional<AuditEntry> last(String chain) {
            return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(entries.size() - 1));
        }

        @Override
        public Optional<AuditCheckpoint> checkpoint(String chain) {
            return Optional.ofNullable(checkpoints.get(chain));
        }

        @Override
        public void prune(AuditCheckpoint upTo) {
            entries.removeIf(entry -> entry.seq() <= upTo.seq());
            checkpoints.put(upTo.chain(), upTo);
        }
    }

    private void enter(int count) {
        for (int i = 0; i < count; i++) {
            long seq = rows.entries.size() + 1L;
            List<AuditEntry> made = chain.next(
                    List.of(new AuditAction(
                            "ann", "license.suspended", "lic_" + seq, "key_1", "why", Map.of("a", "b"))),
                    START.plusSeconds(seq));
            rows.entries.addAll(made);
            chain.stored(made);
        }
    }

    private Optional<BrokenEntry> proven() {
        return new AuditProver(rows, key).prove(chain.head()).broken();
    }

    private void change(int index, UnaryOperator<AuditEntry> change) {
        rows.entries.set(index, change.apply(rows.entries.get(index)));
    }

    private static AuditEntry with(AuditEntry entry, String field, @Nullable String value) {
        return new AuditEntry(
                entry.chain(),
                entry.seq(),
                field.equals("at") ? entry.at().plusMillis(1) : entry.at(),
                field.equals("actor") ? String.valueOf(value) : entry.actor(),
                field.equals("action") ? String.valueOf(value) : entry.action(),
                field.equals("license") ? value : entry.license(),
                field.equals("subject") ? value : entry.subject(),
                field.equals("reason") ? value : entry.reason(),
                field.equals("details") ? Map.of("a", String.valueOf(value)) : entry.details(),
                field.equals("code") ? String.valueOf(value) : entry.code());
    }

    @Test
    void verifiesUnchangedLog() {
        enter(2_500);
        assertThat(proven()).isEmpty();
        assertThat(new AuditProver(rows, key).prove(chain.head()).entries()).isEqualTo(2_500);
    }

    @Test
    void findsAChangeOfEveryField() {
        enter(5);
        List<AuditEntry> whole = List.copyOf(rows.entries);
        for (String field : List.of("at", "actor", "action", "license", "subject", "reason", "details", "code")) {
            change(2, entry -> with(entry, field, "other"));
            assertThat(proven()).as(field).map(BrokenEntry::seq).contains(3L);
            rows.entries.set(2, whole.get(2));
        }
        for (String field : List.of("license", "subject", "reason")) {
            change(2, entry -> with(entry, field, null));
            assertThat(proven()).as("no " + field).map(BrokenEntry::seq).contains(3L);
            rows.entries.set(2, whole.get(2));
        }
        assertThat(proven()).isEmpty();
    }

    @Test
    void findsMissingMovedAndTruncatedEntries() {
        enter(5);
        AuditEntry third = rows.entries.remove(2);
        assertThat(proven()).map(BrokenEntry::seq).contains(3L);
        rows.entries.add(2, third);
        AuditEntry last = rows.entries.remove(4);
        assertThat(proven()).map(BrokenEntry::seq).contains(5L);
        rows.entries.add(last);
        assertThat(proven()).isEmpty();
    }

    @Test
    void anotherKeyProvesNothing() {
        enter(3);
        assertThat(new AuditProver(rows, AuditKey.ephemeral())
                        .prove(chain.head())
                        .broken())
                .map(BrokenEntry::seq)
                .contains(1L);
    }

    @Test
    void takesUpTheChainAfterARestart() {
        enter(3);
        AuditChain again = new AuditChain("node-1", rows, key);
        List<AuditEntry> made =
                again.next(List.of(new AuditAction("bob", "license.revoked", "lic_1", null, null, Map.of())), START);
        rows.entries.addAll(made);
        again.stored(made);
        assertThat(new AuditProver(rows, key).prove(again.head()).broken()).isEmpty();
        assertThat(made.get(0).seq()).isEqualTo(4);
    }

    @Test
    void verifiesLogAfterCheckpoint() {
        enter(10);
        assertThat(chain.prune(START.plusSeconds(5), START.plusSeconds(100))).isEqualTo(4);
        assertThat(rows.entries).hasSize(6);
        assertThat(proven()).isEmpty();
        AuditCheckpoint sealed = rows.checkpoint("node-1").orElseThrow();
        rows.checkpoints.put(
                "node-1", new AuditCheckpoint(sealed.chain(), 3, sealed.code(), sealed.at(), sealed.seal()));
        assertThat(proven()).isPresent();
    }

    @Test
    void theLastEntryIsNeverRemoved() {
        enter(3);
        assertThat(chain.prune(START.plusSeconds(1_000), START.plusSeconds(1_000)))
                .isEqualTo(2);
        assertThat(new AuditChain("node-1", rows, key).head()).isEqualTo(chain.head());
    }

    @Test
    void findsThatTheWholeLogIsGone() {
        enter(3);
        rows.entries.clear();
        assertThat(proven()).map(BrokenEntry::seq).contains(1L);
    }

    @Test
    void entriesThatComeMeanwhileAreNoBreak() {
        enter(3);
        AuditChain.Head before = chain.head();
        enter(2);
        assertThat(new AuditProver(rows, key).prove(before).broken()).isEmpty();
        assertThat(new AuditProver(rows, key).prove(before).entries()).isEqualTo(5);
    }

    @Test
    void acceptsEntriesRemovedDuringVerification() {
        enter(2_000);
        rows.afterNextRead = () -> chain.prune(START.plusSeconds(1_500), START.plusSeconds(3_000));
        assertThat(proven()).isEmpty();
        assertThat(rows.entries).hasSize(501);
    }

    @Test
    @Tag("4.2.3")
    void refusesLogTruncatedBetweenStarts() {
        Path file = dir.resolve("audit.key");
        AuditChain first = new AuditChain("node-1", rows, AuditKey.at(file));
        enterInto(first, 4);

        rows.entries.subList(2, 4).clear();
        assertThatThrownBy(() -> new AuditChain("node-1", rows, AuditKey.at(file)))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("entry 4 of audit chain 'node-1'")
                .hasMessageContaining("it ends at 2")
                .hasMessageContaining("licensing.store.accept-loss=node-1:4:");
        rows.entries.clear();
        assertThatThrownBy(() -> new AuditChain("node-1", rows, AuditKey.at(file)))
                .hasMessageContaining("it ends at none");
    }

    @Test
    @Tag("4.2.3")
    void theEndOfAnotherNodeCountsToo() {
        Path file = dir.resolve("audit.key");
        enterInto(new AuditChain("node-1", rows, AuditKey.at(file)), 4);
        rows.entries.clear();
        assertThatThrownBy(() -> new AuditChain("node-2", rows, AuditKey.at(file)))
                .hasMessageContaining("entry 4 of audit chain 'node-1'");
    }

    @Test
    @Tag("4.2.3")
    void remembersTruncationWhileRunning() {
        Path file = dir.resolve("audit.key");
        AuditKey kept = AuditKey.at(file);
        AuditChain running = new AuditChain("node-1", rows, kept);
        enterInto(running, 4);
        rows.entries.subList(2, 4).clear();
        // Later entries do not hide it.
        enterInto(running, 2);
        assertThat(running.problem()).contains("lacks entries");
        assertThat(new AuditProver(rows, kept).prove(running.head()).broken())
                .map(BrokenEntry::what)
                .isPresent();
    }

    @Test
    @Tag("4.2.3")
    void aBrokenProofNamesTheRemedy() {
        AuditKey kept = AuditKey.at(dir.resolve("audit.key"));
        AuditChain running = new AuditChain("node-1", rows, kept);
        enterInto(running, 4);
        rows.entries.subList(2, 4).clear();
        assertThat(new AuditProver(rows, kept)
                        .prove(running.head())
                        .broken()
                        .orElseThrow()
                        .what())
                .contains("docs/backup.md", "licensing.store.accept-loss=node-1:4:");
    }

    private void enterInto(AuditChain into, int count) {
        for (int i = 0; i < count; i++) {
            List<AuditEntry> made = into.next(
                    List.of(new AuditAction(
                            "ann-" + rows.entries.size() + "-" + into.hashCode(),
                            "license.paid",
                            "lic_1",
                            null,
                            null,
                            Map.of())),
                    START);
            rows.entries.addAll(made);
            into.stored(made);
        }
    }

    @Test
    void createsKeyOnceReadableByOwnerOnly() throws Exception {
        Path file = dir.resolve("audit.key");
        AuditKey made = AuditKey.at(file);
        assertThat(AuditKey.at(file).code(List.of("x"))).isEqualTo(made.code(List.of("x")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(made.toString()).isEqualTo("AuditKey[***]");
    }
}
