package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleRecords.entries;
import static io.github.licensing4j.tck.SampleRecords.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Page;
import io.github.licensing4j.spi.AuditCheckpoint;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract of the audit log of a store. */
public interface AuditLogContract extends StoreUnderTest {
    @Test
    default void readsStoredAuditEntry() {
        AuditEntry full = new AuditEntry(
                "node-1",
                1,
                NOW,
                "ann",
                "license.suspended",
                "lic_1",
                "key_1",
                "because of \"x\"; drop table",
                Map.of("b", "2", "a", "\\ \u0001"),
                "00ff");
        AuditEntry plain = entry("node-1", 2, null);
        store().commit(entries(full, plain));
        assertThat(store().audit().read(null, null, 10).items()).containsExactly(full, plain);
        assertThat(store().audit().chain("node-1", 1, 10)).containsExactly(full, plain);
        assertThat(store().audit().last("node-1")).contains(plain);
        assertThat(store().audit().last("node-2")).isEmpty();
        assertThat(store().feed().generation()).isZero();
    }

    @Test
    default void rejectsGapsInAuditChain() {
        assertConflict(entries(entry("a", 2, null)), Kind.AUDIT, "a");
        store().commit(entries(entry("a", 1, null), entry("b", 1, null), entry("a", 2, null)));
        assertConflict(entries(entry("a", 2, null)), Kind.AUDIT, "a");
        assertConflict(entries(entry("b", 3, null)), Kind.AUDIT, "b");
        assertConflict(entries(entry("b", 2, null), entry("b", 2, null)), Kind.AUDIT, "b");
        assertThat(store().audit().chains()).containsExactly("a", "b");
        assertThat(store().audit().chain("a", 2, 10))
                .extracting(AuditEntry::seq)
                .containsExactly(2L);
    }

    @Test
    default void pagesAuditEntriesInOrder() {
        for (int i = 1; i <= 7; i++) {
            store().commit(entries(entry("a", i, i % 2 == 0 ? "lic_1" : null), entry("b", i, "lic_2")));
        }
        Page<AuditEntry> first = store().audit().read(null, null, 10);
        Page<AuditEntry> second = store().audit().read(null, first.next(), 10);
        assertThat(first.items()).hasSize(10);
        assertThat(first.items().get(2)).isEqualTo(entry("a", 2, "lic_1"));
        assertThat(second.items()).hasSize(4);
        assertThat(second.next()).isNull();
        Page<AuditEntry> ofOne = store().audit().read("lic_1", null, 2);
        assertThat(ofOne.items()).extracting(AuditEntry::seq).containsExactly(2L, 4L);
        assertThat(store().audit().read("lic_1", ofOne.next(), 2).items())
                .extracting(AuditEntry::seq)
                .containsExactly(6L);
        assertThat(store().audit().read("lic_1", ofOne.next(), 1).next()).isNull();
        assertThat(store().audit().read("lic_9", null, 2).items()).isEmpty();
    }

    @Test
    default void checkpointReplacesRemovedEntries() {
        for (int i = 1; i <= 5; i++) {
            store().commit(entries(entry("a", i, null), entry("b", i, null)));
        }
        AuditCheckpoint first = new AuditCheckpoint("a", 2, "c2", NOW, "seal-1");
        AuditCheckpoint second = new AuditCheckpoint("a", 5, "c5", NOW.plusMillis(1), "seal-2");
        assertThat(store().audit().checkpoint("a")).isEmpty();
        store().audit().prune(first);
        assertThat(store().audit().checkpoint("a")).contains(first);
        assertThat(store().audit().chain("a", 1, 10))
                .extracting(AuditEntry::seq)
                .containsExactly(3L, 4L, 5L);
        store().audit().prune(second);
        assertThat(store().audit().checkpoint("a")).contains(second);
        assertThat(store().audit().last("a")).isEmpty();
        assertThat(store().audit().chains()).containsExactly("a", "b");
        assertThat(store().audit().chain("b", 1, 10)).hasSize(5);
        assertConflict(entries(entry("a", 1, null)), Kind.AUDIT, "a");
        store().commit(entries(entry("a", 6, null)));
        assertThat(store().audit().last("a")).contains(entry("a", 6, null));
    }

    @Test
    default void auditLogAcceptsTextOfAnyLength() {
        String text = "x".repeat(20_000);
        AuditEntry entry = new AuditEntry("a", 1, NOW, text, text, text, text, text, Map.of(text, text), "c");
        AuditEntry alike = new AuditEntry("a", 2, NOW, text, text, text + "y", text, text, Map.of(), "c");
        store().commit(entries(entry, alike));
        assertThat(store().audit().read(text, null, 5).items()).containsExactly(entry);
    }
}
