package io.github.licensing4j.tck;

import static io.github.licensing4j.tck.SampleRecords.ISSUER;
import static io.github.licensing4j.tck.SampleRecords.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Page;
import io.github.licensing4j.Signal;
import io.github.licensing4j.SignalAnswer;
import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.SignalSeverity;
import io.github.licensing4j.SignalSubject;
import io.github.licensing4j.spi.OriginSighting;
import io.github.licensing4j.spi.OriginSighting.Count;
import io.github.licensing4j.spi.OriginSighting.Kind;
import io.github.licensing4j.spi.SignalChange;
import io.github.licensing4j.spi.SignalChange.AnswerRevoked;
import io.github.licensing4j.spi.SignalChange.Muted;
import io.github.licensing4j.spi.SignalChange.Seen;
import io.github.licensing4j.spi.SignalStore;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of the signals of a store. */
public interface SignalStoreContract extends StoreUnderTest {
    /** After every signal of a test. */
    Instant END = NOW.plus(Duration.ofDays(9));

    /** Returns the signals of the store. */
    default SignalStore signals() {
        return store().signals().orElseThrow();
    }

    private static Signal signal(String id, Instant since) {
        return new Signal(
                id,
                SignalKind.KEY_SHARING,
                new SignalSubject(ISSUER, "lic_1", "acme", "key_" + id),
                SignalSeverity.MEDIUM,
                new Signal.Times(since, since, null, null),
                new SignalEvidence(Map.of("networks", 12L), Map.of("endpoints", List.of("GET /a", "GET /\"b\""))),
                null);
    }

    private static Signal seen(Signal before, Instant at, @Nullable Instant ended, @Nullable SignalAnswer answer) {
        return new Signal(
                before.id(),
                before.kind(),
                before.subject(),
                SignalSeverity.HIGH,
                new Signal.Times(before.times().since(), at, ended, null),
                SignalEvidence.of(Map.of("networks", 30L)),
                answer);
    }

    private void change(SignalChange... changes) {
        store().write(transaction -> {
            transaction.change(List.of(changes));
            return transaction.store(StoreChange.builder().build());
        });
    }

    private static SignalStore.Query query(@Nullable String license, @Nullable SignalKind kind, boolean open) {
        return new SignalStore.Query(ISSUER, license, kind, open, null, 10);
    }

    @Test
    default void storesSignalsAsTheyAreSeen() {
        Signal first = signal("sig_1", NOW);
        change(new Seen(first));
        assertThat(signals().find("sig_1")).contains(first);
        assertThat(signals().find("sig_2")).isEmpty();

        SignalAnswer answer = new SignalAnswer(
                SignalAnswer.Action.THROTTLE, EnforcementMode.ENFORCE, NOW.plus(Duration.ofDays(1)), null);
        Signal risen = seen(first, NOW.plusSeconds(60), null, answer);
        change(new Seen(risen));
        assertThat(signals().find("sig_1")).contains(risen);
        assertThat(signals().recent(ISSUER, END, 10)).containsExactly(risen);

        change(new Seen(seen(first, NOW.plusSeconds(60), NOW.plusSeconds(90), answer)));
        assertThat(signals().recent(ISSUER, END, 10)).isEmpty();
        assertThat(signals().find("sig_1").orElseThrow().times().ended()).isEqualTo(NOW.plusSeconds(90));
        assertThat(signals().recent(ISSUER, NOW.plusSeconds(90), 10)).isEmpty();
        assertThat(signals().recent(ISSUER, NOW.plusSeconds(89), 10)).hasSize(1);
        change(new Seen(signal("sig_2", NOW)));
        assertThat(signals().recent(ISSUER, NOW, 1)).extracting(Signal::id).containsExactly("sig_2");
    }

    @Test
    default void keepsWhatAdministratorsHaveSet() {
        Signal first = signal("sig_1", NOW);
        SignalAnswer answer =
                new SignalAnswer(SignalAnswer.Action.SUSPEND, EnforcementMode.OBSERVE, NOW.plusSeconds(9), null);
        change(new Seen(first));
        change(new AnswerRevoked("sig_1", NOW));
        assertThat(signals().find("sig_1").orElseThrow().answer()).isNull();
        change(new Seen(seen(first, NOW, null, answer)));
        change(new Muted("sig_1", NOW.plusSeconds(5)), new AnswerRevoked("sig_1", NOW.plusSeconds(3)));
        change(new AnswerRevoked("sig_1", NOW.plusSeconds(4)));
        // The scan has read the signal before.
        change(new Seen(seen(first, NOW.plusSeconds(1), null, answer)));

        Signal kept = signals().find("sig_1").orElseThrow();
        assertThat(kept.times()).isEqualTo(new Signal.Times(NOW, NOW.plusSeconds(1), null, NOW.plusSeconds(5)));
        assertThat(kept.answer())
                .isEqualTo(new SignalAnswer(
                        SignalAnswer.Action.SUSPEND, EnforcementMode.OBSERVE, NOW.plusSeconds(9), NOW.plusSeconds(3)));
        change(new Muted("sig_1", null), new Muted("sig_9", NOW));
        assertThat(signals().find("sig_1").orElseThrow().times().mutedUntil()).isNull();
        assertThat(signals().find("sig_9")).isEmpty();
    }

    @Test
    default void refusesSecondOpenSignalOfSubject() {
        Signal first = signal("sig_1", NOW);
        change(new Seen(first));
        Signal second = new Signal(
                "sig_2",
                first.kind(),
                first.subject(),
                first.severity(),
                first.times(),
                first.evidence(),
                first.answer());
        assertThatThrownBy(() -> change(new Seen(second))).isInstanceOf(StoreException.class);
        assertThat(signals().find("sig_2")).isEmpty();
        change(new Seen(seen(first, NOW, NOW, null)));
        change(new Seen(second));
        assertThat(signals().recent(ISSUER, END, 10)).containsExactly(second);
    }

    @Test
    default void storesSignalsWithTheChangeOrNot() {
        StoreChange failing = StoreChange.builder()
                .license(SampleRecords.license("lic_1").edit(NOW).done(), SampleRecords.ACTIVE)
                .build();
        assertThatThrownBy(() -> store().write(transaction -> {
                    transaction.change(List.of(new Seen(signal("sig_1", NOW))));
                    return transaction.store(failing);
                }))
                .isInstanceOf(RuntimeException.class);
        assertThat(signals().find("sig_1")).isEmpty();
    }

    @Test
    default void listsNewestFirst() {
        List<Signal> all = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            // Three at each instant.
            all.add(signal("sig_" + i, NOW.plusSeconds(i / 3)));
        }
        all.forEach(one -> change(new Seen(one)));
        change(new Seen(seen(all.get(4), NOW, NOW, null)));
        List<String> expected =
                IntStream.range(0, 9).mapToObj(i -> "sig_" + (8 - i)).toList();
        for (int max = 1; max <= 9; max++) {
            assertThat(paged(max)).isEqualTo(expected);
        }
        assertThat(signals().list(query("lic_1", SignalKind.KEY_SHARING, true)).items())
                .hasSize(8);
        assertThat(signals().list(query("lic_2", null, false)).items()).isEmpty();
        assertThat(signals().list(query(null, SignalKind.BURST, false)).items()).isEmpty();
        assertThatThrownBy(() -> signals().list(new SignalStore.Query(ISSUER, null, null, false, "none", 10)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(signals().removeEnded(NOW)).isZero();
        assertThat(signals().removeEnded(NOW.plusMillis(1))).isEqualTo(1);
        assertThat(paged(4)).hasSize(8).doesNotContain("sig_4");
    }

    private List<String> paged(int max) {
        List<String> found = new ArrayList<>();
        String cursor = null;
        do {
            Page<Signal> page = signals().list(new SignalStore.Query(ISSUER, null, null, false, cursor, max));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(max);
            page.items().forEach(one -> found.add(one.id()));
            cursor = page.next();
        } while (cursor != null);
        return found;
    }

    @Test
    default void countsDifferentValuesOfAllNodes() {
        Instant hour = NOW.truncatedTo(ChronoUnit.HOURS);
        store().signals().orElseThrow().addSightings(sightings(hour, "key_1", 0, 12));
        otherNode().signals().orElseThrow().addSightings(sightings(hour, "key_1", 8, 20));
        otherNode().signals().orElseThrow().addSightings(sightings(hour, "key_1", 8, 20));
        signals().addSightings(sightings(hour, "key_2", 0, 3));
        signals().addSightings(sightings(hour.plus(Duration.ofHours(1)), "key_1", 0, 5));
        Instant end = hour.plus(Duration.ofHours(1));
        assertThat(signals().sightings(Kind.NETWORK, ISSUER, hour, end, 3))
                .containsExactlyInAnyOrder(
                        new Count(hour.toEpochMilli(), "lic_1", "key_1", 20),
                        new Count(hour.toEpochMilli(), "lic_1", "key_2", 3));
        assertThat(signals().sightings(Kind.NETWORK, ISSUER, hour, end, 4)).hasSize(1);
        assertThat(signals().sightings(Kind.DEVICE, ISSUER, hour, end, 1)).isEmpty();
        assertThat(signals().sightings(Kind.NETWORK, "https://other.example", hour, end, 1))
                .isEmpty();
        assertThat(signals().removeSightings(end)).isEqualTo(23);
        assertThat(signals().sightings(Kind.NETWORK, ISSUER, hour, end.plusSeconds(1), 1))
                .containsExactly(new Count(end.toEpochMilli(), "lic_1", "key_1", 5));
    }

    private static List<OriginSighting> sightings(Instant hour, String key, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new OriginSighting(
                        hour.toEpochMilli(), Kind.NETWORK, ISSUER, "lic_1", key, Long.MAX_VALUE - 31L * i))
                .toList();
    }
}
