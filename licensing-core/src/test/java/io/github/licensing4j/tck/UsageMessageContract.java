package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.NOW;
import static io.github.licensing4j.tck.SampleUsage.HOUR;
import static io.github.licensing4j.tck.SampleUsage.LICENSE;
import static io.github.licensing4j.tck.SampleUsage.MARCH;
import static io.github.licensing4j.tck.SampleUsage.MONTHLY;
import static io.github.licensing4j.tck.SampleUsage.NODE;
import static io.github.licensing4j.tck.SampleUsage.batch;
import static io.github.licensing4j.tck.SampleUsage.correction;
import static io.github.licensing4j.tck.SampleUsage.counting;
import static io.github.licensing4j.tck.SampleUsage.monthly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.OutboxMessage;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import io.github.licensing4j.spi.StoredChange;
import io.github.licensing4j.spi.StoredMessage;
import io.github.licensing4j.spi.UsageBatch;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The contract of the messages that are stored with usage. */
public interface UsageMessageContract extends LedgerUnderTest {
    @Test
    default void storesMessageOnceWithItsBatch() {
        Function<List<CounterChange>, List<StoredMessage>> at80 = moves -> moves.stream()
                .filter(move -> move.before() < 80 && move.after() >= 80)
                .map(move -> new StoredMessage("quota-80:lic_1:march", "quota.reached", NOW, "{}"))
                .toList();
        SampleUsage.commit(ledger(), counting(NODE, 0, 1, monthly(79)), at80);
        assertThat(store().outbox().waiting()).isZero();
        SampleUsage.commit(ledger(), counting(NODE, 1, 2, monthly(1)), at80);
        assertThat(store().outbox().due(NOW, 5))
                .containsExactly(new OutboxMessage("quota-80:lic_1:march", "quota.reached", NOW, "{}", 0, NOW, null));
        store().outbox().delivered("quota-80:lic_1:march");
        store().commit(StoreChange.builder()
                .correction(correction("cor_1", HOUR, -50, monthly(-50)))
                .build());
        SampleUsage.commit(ledger(), counting(NODE, 2, 3, monthly(60)), at80);
        assertThat(ledger().counted(LICENSE, MONTHLY, MARCH)).isEqualTo(90);
        assertThat(store().outbox().waiting()).isZero();
    }

    @Test
    default void storesMessageOnceWithItsCorrection() {
        Function<List<CounterChange>, List<StoredMessage>> at80 = moves -> moves.stream()
                .filter(move -> move.before() < 80 && move.after() >= 80)
                .map(move -> new StoredMessage("quota-80:lic_1:march", "quota.reached", NOW, "{}"))
                .toList();
        SampleUsage.commit(ledger(), counting(NODE, 0, 1, monthly(70)), at80);
        store().commit(StoreChange.builder().uniqueKey("taken").build());
        StoreChange conflicting = StoreChange.builder()
                .correction(correction("cor_1", HOUR, 10, monthly(10)))
                .uniqueKey("taken")
                .build();
        assertConflict(() -> SampleUsage.commit(store(), conflicting, at80), Kind.UNIQUE_KEY, "taken");
        assertThat(store().outbox().waiting()).isZero();
        StoreChange change = StoreChange.builder()
                .correction(correction("cor_1", HOUR, 10, monthly(10)))
                .build();
        SampleUsage.commit(store(), change, at80);
        assertThat(store().outbox().due(NOW, 5)).extracting(OutboxMessage::id).containsExactly("quota-80:lic_1:march");
        assertConflict(change, Kind.CORRECTION, "cor_1");
        store().outbox().delivered("quota-80:lic_1:march");
        for (String id : List.of("cor_2", "cor_3")) {
            StoreChange back = StoreChange.builder()
                    .correction(correction(id, HOUR, -20, monthly(-20)))
                    .correction(correction(id + "b", HOUR, 20, monthly(20)))
                    .build();
            SampleUsage.commit(store(), back, at80);
        }
        SampleUsage.commit(ledger(), counting(NODE, 1, 2, monthly(20)), at80);
        assertThat(store().outbox().waiting()).isZero();
        assertThat(ledger().counted(LICENSE, MONTHLY, MARCH)).isEqualTo(100);
    }

    @Test
    default void changeWithoutCorrectionsChangesNoCounter() {
        StoreChange change = StoreChange.builder().uniqueKey("taken").build();
        assertThat(store().<StoredChange>write(transaction -> transaction.store(change))
                        .counters())
                .isEmpty();
    }

    @Test
    default void storesMessageOnceEvenInLaterTransactions() {
        StoredMessage message = new StoredMessage("once", "quota.reached", NOW, "{}");
        for (int i = 0; i < 2; i++) {
            SampleUsage.commit(ledger(), counting(NODE, i, i + 1, monthly(1)), changes -> List.of(message, message));
        }
        assertThat(store().outbox().due(NOW, 5)).extracting(OutboxMessage::id).containsExactly("once");
    }

    @Test
    default void failedMethodRollsTransactionBack() {
        UsageBatch batch = counting(NODE, 0, 5, monthly(7));
        StoredMessage message = new StoredMessage("lost", "quota.reached", NOW, "{}");
        assertThatThrownBy(() -> ledger().write(transaction -> {
                    transaction.addMessages(List.of(message));
                    assertThat(transaction.add(batch)).isPresent();
                    assertThatThrownBy(() -> transaction.add(counting(NODE, 5, 6, monthly(1))))
                            .isInstanceOf(IllegalStateException.class);
                    return true;
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ledger().position(NODE)).isZero();
        assertThat(ledger().counted(LICENSE, MONTHLY, MARCH)).isZero();
        assertThat(store().outbox().waiting()).isZero();
        assertThat(ledger().commit(batch)).isTrue();
    }

    @Test
    default void failedWorkRollsCorrectionBack() {
        StoreChange change = StoreChange.builder()
                .license(SampleRecords.license("lic_1"), SampleRecords.ACTIVE)
                .correction(correction("cor_1", HOUR, 10, monthly(10)))
                .build();
        assertThatThrownBy(() -> SampleUsage.commit(store(), change, changes -> {
                    throw new IllegalStateException("planted");
                }))
                .hasMessage("planted");
        assertThat(ledger().corrected()).isZero();
        assertThat(store().licenses().find(LICENSE)).isEmpty();
        assertThat(store().feed().generation()).isZero();
        assertThat(store().commit(change)).isEqualTo(1);
    }
}
