package io.github.licensing4j.core.usage.journal;

import static io.github.licensing4j.core.usage.journal.JournalFixture.account;
import static io.github.licensing4j.core.usage.journal.JournalFixture.call;
import static io.github.licensing4j.core.usage.journal.JournalFixture.descriptor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a directory is used by one journal only. */
@Tag("rule-3.3")
class JournalLockTest {
    private final JournalFixture fixture;

    JournalLockTest(@TempDir Path temporary) {
        fixture = new JournalFixture(temporary.resolve("journal"));
    }

    @Test
    void rejectsSecondJournalOfProcess() throws Exception {
        try (UsageJournal journal = fixture.open()) {
            assertThatThrownBy(fixture::open)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid())
                    .hasMessageContaining(fixture.directory.toString());
            assertThat(journal.append(account("1"), descriptor(), call(1))).isEqualTo(1);
            // The file lock, too, must still be held: closing a second channel would have dropped it.
            Appender other = Appender.start(fixture.directory, 1);
            assertThat(other.waitFor()).isEqualTo(1);
            assertThat(other.errors())
                    .contains("in use by process " + ProcessHandle.current().pid());
        }
        fixture.open().close();
    }

    @Test
    void namesHolderAndReleasesAfterDeath() throws Exception {
        Appender holder = Appender.start(fixture.directory, 1);
        holder.awaitAcknowledged(1);
        assertThatThrownBy(fixture::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("in use by process " + holder.pid());
        holder.kill();
        try (UsageJournal journal = fixture.open()) {
            assertThat(journal.epoch()).isEqualTo(2);
            assertThat(journal.epochs()).extracting(EpochRange::epoch).isEqualTo(List.of(1L));
        }
    }
}
