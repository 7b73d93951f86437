package io.github.licensing4j.core.insight.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.licensing4j.Signal;
import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.SignalSeverity;
import io.github.licensing4j.SignalSubject;
import io.github.licensing4j.core.insight.signal.SignalUpdates.Event;
import io.github.licensing4j.core.insight.signal.SignalUpdates.Update;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests when signals begin, rise and end. */
class SignalUpdatesTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    private final SignalUpdates updates = new SignalUpdates(this::nextId, 3);
    private int ids;
    private List<Signal> stored = new ArrayList<>();
    /** What is stored although nothing has changed. */
    private final List<Signal> due = new ArrayList<>();

    private String nextId() {
        return "sig_" + ++ids;
    }

    private static Finding finding(String license, SignalSeverity severity, long networks) {
        return new Finding(
                SignalKind.KEY_SHARING,
                new SignalSubject("https://vendor.example", license, "acme", "key_1"),
                severity,
                SignalEvidence.of(Map.of("networks", networks)));
    }

    private static Finding medium(String license) {
        return finding(license, SignalSeverity.MEDIUM, 12);
    }

    /** Stores what changes, and returns the events with the ids of their signals. */
    private List<String> scan(Duration at, Finding... findings) {
        List<Update> changed = updates.of(stored, List.of(findings), NOW.plus(at), due::contains)
                .updates();
        List<Signal> all = new ArrayList<>(stored);
        all.removeIf(signal ->
                changed.stream().anyMatch(update -> update.signal().id().equals(signal.id())));
        changed.forEach(update -> all.add(update.signal()));
        stored = all;
        return changed.stream()
                .map(update -> update.signal().id() + " " + update.event())
                .sorted()
                .toList();
    }

    private Signal only() {
        assertThat(stored).hasSize(1);
        return stored.get(0);
    }

    @Test
    void raisesEachFindingOnce() {
        assertThat(scan(Duration.ZERO, medium("lic_1"), medium("lic_2"), medium("lic_2")))
                .containsExactly("sig_1 RAISED", "sig_2 RAISED");
        assertThat(scan(Duration.ofMinutes(5), medium("lic_1"), medium("lic_2")))
                .isEmpty();
        assertThat(stored).allSatisfy(signal -> {
            assertThat(signal.times()).isEqualTo(new Signal.Times(NOW, NOW, null, null));
            assertThat(signal.evidence().figures()).isEqualTo(Map.of("networks", 12L));
        });
    }

    @Test
    void storesNewEvidenceAndLastTimeWithoutAnEvent() {
        scan(Duration.ZERO, medium("lic_1"));
        assertThat(scan(Duration.ofMinutes(5), finding("lic_1", SignalSeverity.MEDIUM, 13)))
                .containsExactly("sig_1 null");
        assertThat(scan(Duration.ofMinutes(54), finding("lic_1", SignalSeverity.MEDIUM, 13)))
                .isEmpty();
        assertThat(scan(Duration.ofMinutes(55), finding("lic_1", SignalSeverity.MEDIUM, 13)))
                .containsExactly("sig_1 null");
        assertThat(only().times().lastSeen()).isEqualTo(NOW.plus(Duration.ofMinutes(55)));
        assertThat(only().times().since()).isEqualTo(NOW);
    }

    @Test
    void storesWhatIsDueThoughNothingHasChanged() {
        scan(Duration.ZERO, medium("lic_1"));
        due.add(only());
        assertThat(scan(Duration.ofMinutes(5), medium("lic_1"))).containsExactly("sig_1 null");
        assertThat(scan(Duration.ofMinutes(10), medium("lic_1"))).isEmpty();
    }

    @Test
    void severityRisesAndStays() {
        scan(Duration.ZERO, medium("lic_1"));
        assertThat(scan(Duration.ofMinutes(5), finding("lic_1", SignalSeverity.HIGH, 40)))
                .containsExactly("sig_1 RISEN");
        assertThat(scan(Duration.ofMinutes(10), finding("lic_1", SignalSeverity.LOW, 9)))
                .containsExactly("sig_1 null");
        assertThat(only().severity()).isEqualTo(SignalSeverity.HIGH);
        assertThat(only().evidence().figures()).isEqualTo(Map.of("networks", 9L));
    }

    @Test
    void endsSixHoursAfterItWasLastSeen() {
        scan(Duration.ZERO, medium("lic_1"));
        assertThat(scan(SignalUpdates.QUIET.minusMillis(1))).isEmpty();
        assertThat(scan(SignalUpdates.QUIET)).containsExactly("sig_1 ENDED");
        assertThat(only().times().ended()).isEqualTo(NOW.plus(SignalUpdates.QUIET));
        assertThat(scan(SignalUpdates.QUIET.plusHours(9))).isEmpty();
    }

    @Test
    void opensAgainWithoutAnEventUnlessMoreSevere() {
        scan(Duration.ZERO, medium("lic_1"));
        scan(SignalUpdates.QUIET);
        assertThat(scan(Duration.ofHours(7), medium("lic_1"))).containsExactly("sig_1 null");
        assertThat(only().times().ended()).isNull();
        assertThat(only().times().since()).isEqualTo(NOW);
        scan(Duration.ofHours(13));
        assertThat(scan(Duration.ofHours(14), finding("lic_1", SignalSeverity.HIGH, 40)))
                .containsExactly("sig_1 RISEN");
    }

    @Test
    void anOpenSignalComesBeforeAnEndedOne() {
        scan(Duration.ZERO, medium("lic_1"));
        scan(SignalUpdates.QUIET);
        Signal ended = only();
        stored = new ArrayList<>();
        scan(Duration.ofHours(7), medium("lic_1"));
        for (List<Signal> order : List.of(List.of(ended, stored.get(0)), List.of(stored.get(0), ended))) {
            assertThat(updates.of(order, List.of(medium("lic_1")), NOW.plus(Duration.ofHours(7)), due::contains)
                            .updates())
                    .isEmpty();
        }
    }

    @Test
    void dropsLeastSevereFindingsWhenFull() {
        scan(Duration.ZERO, medium("lic_1"), medium("lic_2"));
        SignalUpdates.Result result = updates.of(
                stored,
                List.of(
                        finding("lic_3", SignalSeverity.LOW, 8),
                        finding("lic_4", SignalSeverity.HIGH, 40),
                        finding("lic_5", SignalSeverity.MEDIUM, 12),
                        finding("lic_1", SignalSeverity.HIGH, 40)),
                NOW,
                due::contains);
        assertThat(result.dropped()).isEqualTo(2);
        assertThat(result.updates())
                .extracting(update -> update.signal().subject().license(), Update::event)
                .containsExactlyInAnyOrder(tuple("lic_4", Event.RAISED), tuple("lic_1", Event.RISEN));
    }
}
