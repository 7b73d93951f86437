package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.Page;
import io.github.licensing4j.Signal;
import io.github.licensing4j.SignalAnswer;
import io.github.licensing4j.core.store.PageKey;
import io.github.licensing4j.spi.OriginSighting;
import io.github.licensing4j.spi.OriginSighting.Count;
import io.github.licensing4j.spi.SignalChange;
import io.github.licensing4j.spi.SignalStore;
import io.github.licensing4j.spi.StoreException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Signals, and what they are found from. If there are too many sightings, those of the oldest hours are removed. */
final class InMemorySignals implements SignalStore {
    private static final int MOST = 100_000;
    private static final Comparator<Signal> NEWEST_FIRST = Comparator.comparing(
                    (Signal signal) -> signal.times().since())
            .thenComparing(Signal::id)
            .reversed();

    private final StoreLock lock;
    /** Guarded by the lock, as what follows. */
    private final Map<String, Signal> signals = new HashMap<>();

    private final TreeMap<Long, Set<OriginSighting>> sightings = new TreeMap<>();
    private int size;

    InMemorySignals(StoreLock lock) {
        this.lock = lock;
    }

    @Override
    public void addSightings(List<OriginSighting> added) {
        boolean unused = lock.locked(() -> {
            for (OriginSighting one : added) {
                size += sightings
                                .computeIfAbsent(one.hourMillis(), absent -> new HashSet<>())
                                .add(one)
                        ? 1
                        : 0;
            }
            while (size > MOST) {
                size -= sightings.pollFirstEntry().getValue().size();
            }
            return true;
        });
    }

    @Override
    public List<Count> sightings(OriginSighting.Kind kind, String issuer, Instant from, Instant to, int atLeast) {
        return lock.locked(() -> {
            Map<List<Object>, Count> counts = new HashMap<>();
            sightings.subMap(from.toEpochMilli(), to.toEpochMilli()).values().stream()
                    .flatMap(Set::stream)
                    .filter(one -> one.kind() == kind && one.issuer().equals(issuer))
                    .forEach(one -> counts.merge(
                            List.of(one.hourMillis(), one.license(), one.subject()),
                            new Count(one.hourMillis(), one.license(), one.subject(), 1),
                            (before, more) -> new Count(
                                    before.hourMillis(), before.license(), before.subject(), before.values() + 1)));
            return counts.values().stream()
                    .filter(count -> count.values() >= atLeast)
                    .toList();
        });
    }

    @Override
    public int removeSightings(Instant before) {
        return lock.locked(() -> {
            var old = sightings.headMap(before.toEpochMilli());
            int removed = old.values().stream().mapToInt(Set::size).sum();
            old.clear();
            size -= removed;
            return removed;
        });
    }

    @Override
    public Optional<Signal> find(String id) {
        return lock.locked(() -> Optional.ofNullable(signals.get(id)));
    }

    @Override
    public List<Signal> recent(String issuer, Instant endedAfter, int max) {
        return lock.locked(() -> signals.values().stream()
                .filter(signal -> isOf(signal, issuer))
                .filter(signal -> isOpen(signal)
                        || Objects.requireNonNull(signal.times().ended()).isAfter(endedAfter))
                .sorted(Comparator.comparing(InMemorySignals::isOpen).reversed())
                .limit(max)
                .toList());
    }

    private Stream<Signal> open() {
        return signals.values().stream().filter(InMemorySignals::isOpen);
    }

    private static boolean isOpen(Signal signal) {
        return signal.times().ended() == null;
    }

    private static boolean isOf(Signal signal, String issuer) {
        return signal.subject().issuer().equals(issuer);
    }

    @Override
    public Page<Signal> list(Query query) {
        List<String> after = query.cursor() == null ? null : PageKey.read(query.cursor(), 2);
        return lock.locked(() -> {
            List<Signal> found = signals.values().stream()
                    .filter(signal -> isOf(signal, query.issuer()) && isSelected(signal, query))
                    .filter(signal -> after == null || isAfter(signal, after))
                    .sorted(NEWEST_FIRST)
                    .limit(query.max() + 1L)
                    .toList();
            if (found.size() <= query.max()) {
                return new Page<>(found, null);
            }
            Signal last = found.get(query.max() - 1);
            return new Page<>(
                    found.subList(0, query.max()),
                    PageKey.of(List.of(Long.toString(last.times().since().toEpochMilli()), last.id())));
        });
    }

    private static boolean isSelected(Signal signal, Query query) {
        return (query.license() == null || signal.subject().license().equals(query.license()))
                && (query.kind() == null || signal.kind() == query.kind())
                && (!query.open() || isOpen(signal));
    }

    private static boolean isAfter(Signal signal, List<String> after) {
        int order = Long.compare(signal.times().since().toEpochMilli(), PageKey.number(after.get(0)));
        return order < 0 || (order == 0 && signal.id().compareTo(after.get(1)) < 0);
    }

    @Override
    public int removeEnded(Instant before) {
        return lock.locked(() -> {
            int size = signals.size();
            signals.values().removeIf(signal -> {
                Instant ended = signal.times().ended();
                return ended != null && ended.isBefore(before);
            });
            return size - signals.size();
        });
    }

    /** @throws StoreException if another signal of the same kind and subject is open */
    void check(SignalChange change) {
        if (change instanceof SignalChange.Seen seen && isOpen(seen.signal())) {
            Signal signal = seen.signal();
            boolean isOpened = open().anyMatch(other -> other.kind() == signal.kind()
                    && isSame(other, signal)
                    && !other.id().equals(signal.id()));
            if (isOpened) {
                throw new StoreException("another signal of this kind and subject is open");
            }
        }
    }

    private static boolean isSame(Signal one, Signal other) {
        return isOf(one, other.subject().issuer())
                && one.subject().license().equals(other.subject().license())
                && one.subject().target().equals(other.subject().target());
    }

    /** Applies a change. The lock is held. */
    void apply(SignalChange change) {
        Signal before = signals.get(change.id());
        if (change instanceof SignalChange.Seen seen) {
            signals.put(change.id(), before == null ? created(seen.signal()) : updated(before, seen.signal()));
        } else if (before != null && change instanceof SignalChange.Muted muted) {
            signals.put(change.id(), with(before, muted.until(), before.answer()));
        } else if (before != null && change instanceof SignalChange.AnswerRevoked revoked) {
            SignalAnswer answer = before.answer();
            signals.put(
                    change.id(),
                    with(
                            before,
                            before.times().mutedUntil(),
                            answer == null || answer.revoked() != null ? answer : revoked(answer, revoked.at())));
        }
    }

    private static Signal created(Signal signal) {
        SignalAnswer answer = signal.answer();
        return with(signal, null, answer == null ? null : revoked(answer, null));
    }

    private static Signal updated(Signal before, Signal seen) {
        SignalAnswer known = before.answer();
        SignalAnswer answer = seen.answer();
        Signal.Times times = seen.times();
        return new Signal(
                before.id(),
                before.kind(),
                seen.subject(),
                seen.severity(),
                new Signal.Times(
                        before.times().since(),
                        times.lastSeen(),
                        times.ended(),
                        before.times().mutedUntil()),
                seen.evidence(),
                answer == null ? null : revoked(answer, known == null ? null : known.revoked()));
    }

    private static Signal with(Signal signal, @Nullable Instant mutedUntil, @Nullable SignalAnswer answer) {
        Signal.Times times = signal.times();
        return new Signal(
                signal.id(),
                signal.kind(),
                signal.subject(),
                signal.severity(),
                new Signal.Times(times.since(), times.lastSeen(), times.ended(), mutedUntil),
                signal.evidence(),
                answer);
    }

    private static SignalAnswer revoked(SignalAnswer answer, @Nullable Instant at) {
        return new SignalAnswer(answer.action(), answer.mode(), answer.until(), at);
    }
}
