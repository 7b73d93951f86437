package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.UseAtStart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Splits the units of counters at the edits of the catalog that changed their limit to another meter, period or scope,
 * and at those that reverted it.
 */
final class CounterParts {
    private final List<History> licenses;

    /** @param licenses the license of the counters, or every license of their customer */
    CounterParts(List<History> licenses) {
        this.licenses = licenses;
    }

    /**
     * Returns the parts of a period, in the order of time. Subtracted units are taken from the last part first, then
     * from those before it.
     *
     * @param whole the end of the period if nothing ends it earlier
     */
    List<CounterPart> of(CounterIncrement counter, Instant whole) {
        List<UseAtStart> starts = counter.starts();
        long[] own = own(counter);
        Instant[] ends = ends(counter, whole);
        List<CounterPart> parts = new ArrayList<>();
        long previous = 0;
        for (int i = 0; i < own.length; i++) {
            long others = i == 0
                    ? 0
                    : starts.get(i - 1).earlier()
                            - (i == 1 ? 0 : starts.get(i - 2).earlier());
            CounterPart part = new CounterPart(previous, previous + others, own[i], ends[i], parts.isEmpty());
            previous = part.total();
            if (others != 0 || own[i] != 0 || (i == own.length - 1 && parts.isEmpty())) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static long[] own(CounterIncrement counter) {
        List<UseAtStart> starts = counter.starts();
        int last = starts.size();
        long[] own = new long[last + 1];
        own[last] = counter.units() - (last == 0 ? 0 : starts.get(last - 1).earlier());
        for (int i = last - 1; i >= 0; i--) {
            own[i] = starts.get(i).own();
            own[i + 1] -= own[i];
        }
        for (int i = last; i > 0; i--) {
            long tooMuch = Math.min(0, own[i]);
            own[i] -= tooMuch;
            own[i - 1] += tooMuch;
        }
        return own;
    }

    private Instant[] ends(CounterIncrement counter, Instant whole) {
        List<UseAtStart> starts = counter.starts();
        Instant[] ends = new Instant[starts.size() + 1];
        Instant to = whole;
        Instant end = whole;
        for (int i = starts.size(); i >= 0; i--) {
            long from =
                    i == 0 ? counter.window().startMillis() : starts.get(i - 1).atMillis();
            end = end(counter, Instant.ofEpochMilli(from), to, end);
            ends[i] = end;
            to = Instant.ofEpochMilli(from);
        }
        return ends;
    }

    /** Returns the first edit after which no license had the limit of the counter. */
    private Instant end(CounterIncrement counter, Instant from, Instant to, Instant otherwise) {
        return changes().stream()
                .filter(change -> change.isAfter(from) && change.isBefore(to))
                .filter(change -> isLeft(counter, change) && !isBackByPlan(counter, change, to))
                .findFirst()
                .orElse(otherwise);
    }

    private NavigableSet<Instant> changes() {
        NavigableSet<Instant> changes = new TreeSet<>();
        licenses.forEach(license -> changes.addAll(license.edits()));
        return changes;
    }

    private boolean isLeft(CounterIncrement counter, Instant change) {
        return licenses.stream().anyMatch(license -> license.isEditedAway(counter.counter(), change))
                && !isHeld(counter, change);
    }

    /** Returns whether a license got the limit back by a change of plan, at which counters continue. */
    private boolean isBackByPlan(CounterIncrement counter, Instant left, Instant to) {
        NavigableSet<Instant> changes = changes();
        NavigableSet<Instant> all = new TreeSet<>(changes);
        licenses.forEach(license -> all.addAll(license.turns()));
        return all.subSet(left, false, to, false).stream()
                .filter(instant -> isHeld(counter, instant))
                .findFirst()
                .filter(back -> !changes.contains(back))
                .isPresent();
    }

    private boolean isHeld(CounterIncrement counter, Instant at) {
        CounterId id = counter.counter();
        Instant start = Instant.ofEpochMilli(counter.window().startMillis());
        return licenses.stream()
                .anyMatch(license -> license.isKnown(at)
                        && license.wasInForce(start, at)
                        && license.quotas(at).quota(id).isPresent());
    }
}
