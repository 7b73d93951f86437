package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.Signal;
import io.github.licensing4j.SignalKind;
import io.github.licensing4j.SignalSeverity;
import io.github.licensing4j.SignalSubject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares findings with the signals that are stored: which begin, rise, go on and end. A signal ends six hours after it was last
 * seen. One that is seen again within a day is opened again, and is only delivered again if it is more severe, so that what comes and
 * goes is not delivered each time.
 */
public final class SignalUpdates {
    /** The time that a signal stays open after it was last seen. */
    public static final Duration QUIET = Duration.ofHours(6);
    /** The time after its end in which a signal is opened again, instead of a new one. */
    public static final Duration REOPENED = Duration.ofDays(1);
    /** Open signals are stored at least this often, to keep the time at which they were last seen. */
    static final Duration STORED = Duration.ofMinutes(50);

    private final Supplier<String> ids;
    private final int max;

    /** The events that are delivered. */
    public enum Event {
        RAISED,
        RISEN,
        ENDED
    }

    /**
     * A signal to store.
     *
     * @param signal the signal as it is from now on
     * @param event what is delivered, null for nothing
     */
    public record Update(Signal signal, @Nullable Event event) {}

    /**
     * The result of a comparison.
     *
     * @param updates the signals to store
     * @param dropped the number of findings for which there was no room
     */
    public record Result(List<Update> updates, int dropped) {
        public Result {
            updates = List.copyOf(updates);
        }
    }

    /** The subject and kind of at most one signal. The customer of a license may get another name. */
    private record Key(SignalKind kind, String issuer, String license, String target) {
        static Key of(Signal signal) {
            return of(signal.kind(), signal.subject());
        }

        static Key of(Finding finding) {
            return of(finding.kind(), finding.subject());
        }

        private static Key of(SignalKind kind, SignalSubject subject) {
            return new Key(kind, subject.issuer(), subject.license(), subject.target());
        }
    }

    /**
     * @param ids makes the id of a new signal
     * @param max the maximum of open signals; of more findings, the least severe are dropped
     */
    public SignalUpdates(Supplier<String> ids, int max) {
        this.ids = ids;
        this.max = max;
    }

    /**
     * Compares the findings of a scan with the signals of the same issuers.
     *
     * @param stored those that are open, and those that ended within {@link #REOPENED}
     * @param isDue whether an open signal is to be stored although nothing has changed, so that it is answered
     */
    public Result of(List<Signal> stored, List<Finding> findings, Instant now, Predicate<Signal> isDue) {
        Map<Key, Signal> known = new HashMap<>();
        int open = 0;
        for (Signal signal : stored) {
            known.merge(Key.of(signal), signal, SignalUpdates::later);
            open += isOpen(signal) ? 1 : 0;
        }
        List<Update> updates = new ArrayList<>();
        int dropped = 0;
        for (Finding finding : bySeverity(findings)) {
            Signal before = known.remove(Key.of(finding));
            boolean opens = before == null || !isOpen(before);
            if (opens && open >= max) {
                dropped++;
                continue;
            }
            open += opens ? 1 : 0;
            add(updates, before == null ? raised(finding, now) : seen(before, finding, now, isDue.test(before)));
        }
        known.values().forEach(missing -> add(updates, notSeen(missing, now)));
        return new Result(updates, dropped);
    }

    /** Returns the findings without repeats, the most severe first. */
    private static List<Finding> bySeverity(List<Finding> findings) {
        Map<Key, Finding> distinct = new HashMap<>();
        findings.forEach(finding -> distinct.merge(
                Key.of(finding),
                finding,
                (one, other) -> one.severity().compareTo(other.severity()) >= 0 ? one : other));
        return distinct.values().stream()
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .toList();
    }

    /** Returns the open one of two signals of the same subject, else the one that ended last. */
    private static Signal later(Signal one, Signal other) {
        Instant end = one.times().ended();
        Instant otherEnd = other.times().ended();
        if (end == null || otherEnd == null) {
            return end == null ? one : other;
        }
        return end.isAfter(otherEnd) ? one : other;
    }

    private static void add(List<Update> updates, @Nullable Update update) {
        if (update != null) {
            updates.add(update);
        }
    }

    private static boolean isOpen(Signal signal) {
        return signal.times().ended() == null;
    }

    private Update raised(Finding finding, Instant now) {
        return new Update(
                new Signal(
                        ids.get(),
                        finding.kind(),
                        finding.subject(),
                        finding.severity(),
                        new Signal.Times(now, now, null, null),
                        finding.evidence(),
                        null),
                Event.RAISED);
    }

    private static @Nullable Update seen(Signal before, Finding finding, Instant now, boolean isDue) {
        boolean isMoreSevere = finding.severity().compareTo(before.severity()) > 0;
        boolean isSame = !isDue
                && isOpen(before)
                && !isMoreSevere
                && before.evidence().equals(finding.evidence())
                && before.subject().equals(finding.subject());
        if (isSame && before.times().lastSeen().isAfter(now.minus(STORED))) {
            return null;
        }
        SignalSeverity severity = isMoreSevere ? finding.severity() : before.severity();
        Signal signal = new Signal(
                before.id(),
                before.kind(),
                finding.subject(),
                severity,
                new Signal.Times(
                        before.times().since(), now, null, before.times().mutedUntil()),
                finding.evidence(),
                before.answer());
        return new Update(signal, isMoreSevere ? Event.RISEN : null);
    }

    private static @Nullable Update notSeen(Signal before, Instant now) {
        Signal.Times times = before.times();
        if (!isOpen(before) || times.lastSeen().isAfter(now.minus(QUIET))) {
            return null;
        }
        Signal ended = new Signal(
                before.id(),
                before.kind(),
                before.subject(),
                before.severity(),
                new Signal.Times(times.since(), times.lastSeen(), now, times.mutedUntil()),
                before.evidence(),
                before.answer());
        return new Update(ended, Event.ENDED);
    }
}
