package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatHolding;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Stores who held a seat before. Forgets the holdings that were stored first when it is full. Used under the lock of the seats. */
final class InMemorySeatHoldings {
    private static final Comparator<SeatHolding> ORDER = Comparator.comparing(
                    (SeatHolding holding) -> holding.counter().limit())
            .thenComparing(holding -> holding.counter().of().name())
            .thenComparing(SeatHolding::holder)
            .thenComparing(SeatHolding::from);

    private final int most;
    private final Map<LicenseId, NavigableSet<SeatHolding>> licenses = new HashMap<>();
    /** All of them, in the order in which they were stored. */
    private final Set<Stored> stored = new LinkedHashSet<>();

    private record Stored(LicenseId license, SeatHolding holding) {}

    InMemorySeatHoldings(int most) {
        this.most = most;
    }

    /** Stores a holding that has ended, as one with a holding shortly before. */
    void store(LicenseId license, SeatHolding ended) {
        SeatHolding before =
                licenses.getOrDefault(license, new TreeSet<>(ORDER)).lower(ended);
        if (before != null && isJoined(before, ended)) {
            remove(new Stored(license, before));
            add(license, new SeatHolding(ended.counter(), ended.holder(), before.from(), ended.to()));
        } else {
            add(license, ended);
        }
        if (stored.size() > most) {
            remove(stored.iterator().next());
        }
    }

    private static boolean isJoined(SeatHolding before, SeatHolding ended) {
        return before.counter().equals(ended.counter())
                && before.holder().equals(ended.holder())
                && before.to().isAfter(ended.from().minus(SeatHolding.JOINED));
    }

    private void add(LicenseId license, SeatHolding holding) {
        licenses.computeIfAbsent(license, unused -> new TreeSet<>(ORDER)).add(holding);
        stored.add(new Stored(license, holding));
    }

    private void remove(Stored one) {
        stored.remove(one);
        NavigableSet<SeatHolding> ofLicense = licenses.get(one.license);
        if (ofLicense != null && ofLicense.remove(one.holding) && ofLicense.isEmpty()) {
            licenses.remove(one.license);
        }
    }

    /** Returns the holdings of one holder. */
    List<SeatHolding> of(LicenseId license, SeatCounter counter, String holder) {
        return licenses.getOrDefault(license, new TreeSet<>(ORDER)).stream()
                .filter(holding ->
                        holding.counter().equals(counter) && holding.holder().equals(holder))
                .toList();
    }

    /** Puts back the holdings that a holder had. */
    void restore(LicenseId license, SeatCounter counter, String holder, List<SeatHolding> before) {
        of(license, counter, holder).forEach(holding -> remove(new Stored(license, holding)));
        before.forEach(holding -> add(license, holding));
    }

    /**
     * Returns the holdings of a license after another one, in their order.
     *
     * @param latest the present or latest seat of each holder
     */
    Stream<SeatHolding> after(SeatHolding other, LicenseId license, Stream<SeatHolding> latest) {
        return Stream.concat(licenses.getOrDefault(license, new TreeSet<>(ORDER)).stream(), latest)
                .filter(holding -> ORDER.compare(holding, other) > 0)
                .sorted(ORDER);
    }

    /** Removes holdings that ended too long before an instant. */
    void expire(Instant before) {
        Instant until = before.minus(SeatHolding.KEPT);
        for (Iterator<Stored> all = stored.iterator(); all.hasNext(); ) {
            Stored one = all.next();
            if (one.holding.to().isBefore(until)) {
                all.remove();
                remove(one);
            }
        }
    }
}
