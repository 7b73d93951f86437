package io.github.licensing4j.core.store;

import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleUsage.HOUR;
import static io.github.licensing4j.tck.SampleUsage.LATER;
import static io.github.licensing4j.tck.SampleUsage.LICENSE;
import static io.github.licensing4j.tck.SampleUsage.NODE;
import static io.github.licensing4j.tck.SampleUsage.batch;
import static io.github.licensing4j.tck.SampleUsage.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventIdTest {
    @Test
    void eventIdNeverChanges() {
        // A changed id would bill again what an older version has billed.
        assertThat(new EventId("stripe", new LicenseId("https://vendor.example", "lic_1"), "calls", 492_000, 2).text())
                .isEqualTo("evt_a899a1c4f5c694f542549d040e9048d2");
    }

    @Test
    void storesDeriveEventIds(@TempDir Path dir) {
        try (Store memory = new InMemoryStore();
                Store file = JdbcStore.embedded(dir)) {
            assertDerived(memory);
            assertDerived(file);
        }
    }

    private static void assertDerived(Store store) {
        store.usage().commit(batch(NODE, 0, 1, row(HOUR, 7)));
        store.usage().exports().createEvents("x", LATER, NOW, 100);
        assertThat(store.usage().exports().due("x", NOW, 10))
                .extracting(ExportEvent::id)
                .containsExactly(new EventId("x", LICENSE, "calls", HOUR.getEpochSecond() / 3600, 1).text());
    }
}
