package io.github.licensing4j.core.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.OutagePolicy;
import io.github.licensing4j.core.audit.AuditChain;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.license.Staleness;
import io.github.licensing4j.core.store.memory.InMemoryStore;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.LicenseListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A file never changes without an entry, wherever the process dies. */
class FileActsTest {
    private static final AuditAction ACT =
            new AuditAction("ann", "catalog.replaced", null, null, "why", Map.of("hash", "ab"));

    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryStore store = new InMemoryStore();
    private final AdminTransactions adminTransactions = new AdminTransactions(
            store,
            Optional.empty(),
            new LicenseCache(
                    "https://issuer",
                    store,
                    clock,
                    10,
                    new Staleness(OutagePolicy.Licenses.CACHED, Duration.ofMinutes(5), Duration.ofSeconds(1))),
            new AuditChain("local", store.audit(), AuditKey.ephemeral()),
            clock,
            LicenseListener.none(),
            signal -> {},
            new WebhookMessages(new Ids(), List.of()));
    private final FileActs acts = new FileActs(adminTransactions);

    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    private List<String> entered() {
        return store.audit().read(null, null, 100).items().stream()
                .map(AuditEntry::action)
                .toList();
    }

    @Test
    void isEnteredBeforeAndAfter() {
        String made = acts.carryOut(
                ACT,
                () -> {
                    assertThat(entered()).containsExactly("catalog.replaced-begun");
                    return "made";
                },
                result -> Map.of("kid", result));
        assertThat(made).isEqualTo("made");
        assertThat(entered()).containsExactly("catalog.replaced-begun", "catalog.replaced");
        AuditEntry last = store.audit().read(null, null, 100).items().get(1);
        assertThat(last.details()).isEqualTo(Map.of("hash", "ab", "kid", "made"));
        assertThat(last.reason()).isEqualTo("why");
    }

    @Test
    void interruptedChangeLeavesBegunEntry() {
        assertThatThrownBy(() -> acts.carryOut(
                        ACT,
                        () -> {
                            throw new Death();
                        },
                        result -> Map.of()))
                .isInstanceOf(Death.class);
        assertThat(entered()).containsExactly("catalog.replaced-begun");
    }

    @Test
    void aFailureIsEnteredAsOne() {
        assertThatThrownBy(() -> acts.carryOut(
                        ACT,
                        () -> {
                            throw new IllegalStateException("the disk is full");
                        },
                        result -> Map.of()))
                .hasMessage("the disk is full");
        assertThat(entered()).containsExactly("catalog.replaced-begun", "catalog.replaced-failed");
    }
}
