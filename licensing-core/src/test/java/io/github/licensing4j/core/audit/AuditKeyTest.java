package io.github.licensing4j.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.StoreChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One key for one chain, created atomically. */
class AuditKeyTest {
    @TempDir
    Path dir;

    private final InMemoryStore store = new InMemoryStore();

    private void enter(String node, AuditKey key, int count) {
        AuditChain chain = new AuditChain(node, store.audit(), key);
        for (int i = 0; i < count; i++) {
            List<AuditEntry> made = chain.next(
                    List.of(new AuditAction("ann", "license.suspended", "lic_1", null, null, Map.of())), Instant.EPOCH);
            store.commit(StoreChange.builder().audit(made).build());
            chain.stored(made);
        }
    }

    @Test
    void concurrentCreationsYieldSameKey() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                Path file = dir.resolve("audit-" + round + ".key");
                CyclicBarrier start = new CyclicBarrier(8);
                List<Future<String>> codes = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    codes.add(threads.submit(() -> {
                        start.await();
                        return AuditKey.at(file).code(List.of("x"));
                    }));
                }
                String kept = AuditKey.at(file).code(List.of("x"));
                for (Future<String> code : codes) {
                    assertThat(code.get()).isEqualTo(kept);
                }
            }
        } finally {
            threads.shutdownNow();
        }
        try (var files = Files.list(dir)) {
            assertThat(files).as("nothing is left beside the keys").hasSize(20);
        }
    }

    @Test
    void ignoresLeftoversOfKilledProcess() throws Exception {
        Files.writeString(dir.resolve("audit.key123.next"), "0123");
        AuditKey key = AuditKey.at(dir.resolve("audit.key"));
        assertThat(AuditKey.at(dir.resolve("audit.key")).code(List.of("x"))).isEqualTo(key.code(List.of("x")));
    }

    @Test
    void halfAKeyIsRefused() throws Exception {
        Files.writeString(dir.resolve("audit.key"), "0123456789abcdef\n");
        assertThatThrownBy(() -> AuditKey.at(dir.resolve("audit.key")))
                .isInstanceOf(LicensingException.class)
                .hasMessageContaining("has 8 bytes, expected 32");
    }

    @Test
    void continuesChainOnlyWithItsKey() {
        AuditKey key = AuditKey.ephemeral();
        for (int entries = 1; entries <= 3; entries++) {
            enter("node-1", key, 1);
            assertThatThrownBy(() -> new AuditChain("node-1", store.audit(), AuditKey.ephemeral()))
                    .isInstanceOf(LicensingException.class)
                    .hasMessageContaining("'node-1' ends with entry")
                    .hasMessageContaining("expected the key file that it was started with before");
            enter("node-1", key, 0);
        }
        enter("node-2", AuditKey.ephemeral(), 1);
    }
}
