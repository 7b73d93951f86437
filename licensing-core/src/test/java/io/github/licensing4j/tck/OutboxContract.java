package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleRecords.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.spi.OutboxMessage;
import io.github.licensing4j.spi.StoreChange;
import org.junit.jupiter.api.Test;

/** The contract of the messages that wait in a store. */
public interface OutboxContract extends StoreUnderTest {
    @Test
    default void messagesWaitUntilDelivered() {
        store().commit(StoreChange.builder()
                .message(message("m2", NOW.plusMillis(2)))
                .message(message("m1", NOW.plusMillis(1)))
                .build());
        assertThat(store().outbox().due(NOW, 10)).isEmpty();
        assertThat(store().outbox().due(NOW.plusMillis(1), 10))
                .containsExactly(new OutboxMessage(
                        "m1", "license.created", NOW.plusMillis(1), "{\"id\":\"m1\"}", 0, NOW.plusMillis(1), null));
        assertThat(store().outbox().due(NOW.plusMillis(2), 10))
                .extracting(OutboxMessage::id)
                .containsExactly("m1", "m2");
        assertThat(store().outbox().due(NOW.plusMillis(2), 1)).hasSize(1);
        store().outbox().failed("m1", NOW.plusMillis(9), "HTTP 500");
        assertThat(store().outbox().due(NOW.plusMillis(8), 10))
                .extracting(OutboxMessage::id)
                .containsExactly("m2");
        OutboxMessage failed = store().outbox().due(NOW.plusMillis(9), 10).get(1);
        assertThat(failed.attempts()).isEqualTo(1);
        assertThat(failed.lastError()).isEqualTo("HTTP 500");
        store().outbox().delivered("m2");
        store().outbox().delivered("m9");
        assertThat(store().outbox().waiting()).isEqualTo(1);
    }

    @Test
    default void keepsAndReplaysDeadMessages() {
        store().commit(StoreChange.builder()
                .message(message("m1", NOW))
                .message(message("m2", NOW))
                .build());
        store().outbox().dead("m1", "gone");
        store().outbox().dead("m2", "gone too");
        store().outbox().failed("m1", NOW, "late");
        store().outbox().delivered("m1");
        assertThat(store().outbox().waiting()).isZero();
        assertThat(store().outbox().deadLetters(10))
                .extracting(OutboxMessage::id)
                .containsExactly("m1", "m2");
        OutboxMessage dead = store().outbox().deadLetters(1).get(0);
        assertThat(dead.lastError()).isEqualTo("gone");
        assertThat(dead.attempts()).isEqualTo(1);
        assertThat(store().outbox().replay("m1", NOW.plusMillis(5))).isTrue();
        assertThat(store().outbox().replay("m1", NOW.plusMillis(5))).isFalse();
        assertThat(store().outbox().replay("m9", NOW)).isFalse();
        OutboxMessage again = store().outbox().due(NOW.plusMillis(5), 10).get(0);
        assertThat(again.attempts()).isZero();
        assertThat(again.dueAt()).isEqualTo(NOW.plusMillis(5));
    }
}
