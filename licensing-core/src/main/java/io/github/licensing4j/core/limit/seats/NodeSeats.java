package io.github.licensing4j.core.limit.seats;

import io.github.licensing4j.Health;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.license.LicenseDependent;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.spi.HoldResult;
import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatClaim;
import io.github.licensing4j.spi.SeatLevel;
import io.github.licensing4j.spi.SeatResult;
import io.github.licensing4j.spi.SeatStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Requests seats for the calls of this node. A holder that the store has given a seat keeps it here until its lease ends, without the
 * store; the lease is renewed in the background when a third of it is left. A change of the license drops what is cached of it, so that a
 * released seat is noticed. While the store does not answer, calls of other holders are refused as unavailable. Safe for use by many
 * threads.
 */
public final class NodeSeats implements LicenseDependent {
    private static final LicenseId PROBE = new LicenseId("probe", "probe");

    private final SeatStore store;
    private final InstantSource clock;
    private final Predicate<Runnable> background;
    private final int most;
    private final SeatCircuit circuit;
    private final ConcurrentHashMap<LicenseId, LicenseSeats> licenses = new ConcurrentHashMap<>();
    /** About the number of cached entries; counted exactly by each sweep. */
    private final AtomicInteger size = new AtomicInteger();

    private volatile boolean isUsed;

    /**
     * @param background runs the renewal of a lease soon, without a wait; false if it does not run it
     * @param most how many holders are cached at most; calls of others wait for the store
     */
    public NodeSeats(SeatStore store, InstantSource clock, Predicate<Runnable> background, int most) {
        this.store = store;
        this.clock = clock;
        this.background = background;
        this.most = most;
        this.circuit = new SeatCircuit(clock);
    }

    /** Takes a seat under each rule, or none. */
    HoldResult take(List<SeatRule> rules, LimitSubject subject, long nowMillis) {
        LicenseSeats known = known(subject.license().id());
        SeatLevel[] levels = new SeatLevel[rules.size()];
        for (int i = 0; i < levels.length; i++) {
            SeatRule rule = rules.get(i);
            String holder = rule.holder(subject);
            if (holder.isEmpty()) {
                return new SeatRefusal(i, known.count(rule.counter()).get());
            }
            CachedSeat cached = known.find(new LicenseSeats.Key(rule.counter(), holder));
            if (cached == null || !cached.decides(rule.limit(), nowMillis)) {
                return request(known, rules, subject, nowMillis);
            }
            levels[i] = cached.level();
            if (!cached.isHeld()) {
                return new SeatRefusal(i, levels[i].taken());
            }
            if (cached.isToBeRenewed(nowMillis)) {
                renewLater(known, cached, rule, subject);
            }
        }
        return new SeatHold(levels);
    }

    private LicenseSeats known(LicenseId license) {
        LicenseSeats known = licenses.get(license);
        if (known != null) {
            return known;
        }
        return licenses.size() < most
                ? licenses.computeIfAbsent(license, unused -> new LicenseSeats())
                : new LicenseSeats();
    }

    private HoldResult request(LicenseSeats known, List<SeatRule> rules, LimitSubject subject, long nowMillis) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).holder(subject).isEmpty()) {
                return new SeatRefusal(i, known.count(rules.get(i).counter()).get());
            }
        }
        String outage = circuit.reason();
        if (outage != null) {
            return new HoldResult.Unavailable(outage);
        }
        isUsed = true;
        Instant at = Instant.ofEpochMilli(nowMillis);
        List<SeatClaim> claims =
                rules.stream().map(rule -> rule.claim(subject, at)).toList();
        try {
            SeatResult result = store.take(subject.license().id(), claims, at);
            circuit.answered();
            return keep(known, rules, claims, result);
        } catch (RuntimeException e) {
            // Of any kind: a call whose seat may not be stored does not pass.
            circuit.failed(e);
            return new HoldResult.Unavailable("the store of seats does not answer: " + e.getMessage());
        }
    }

    private HoldResult keep(LicenseSeats known, List<SeatRule> rules, List<SeatClaim> claims, SeatResult result) {
        if (result instanceof SeatResult.Refused refused) {
            int rule = refused.claim();
            put(known, rules.get(rule), claims.get(rule), new SeatLevel(refused.taken(), null));
            return new SeatRefusal(rule, refused.taken());
        }
        List<SeatLevel> seats = ((SeatResult.Held) result).seats();
        for (int i = 0; i < seats.size(); i++) {
            put(known, rules.get(i), claims.get(i), seats.get(i));
        }
        return new SeatHold(seats.toArray(SeatLevel[]::new));
    }

    private void put(LicenseSeats known, SeatRule rule, SeatClaim claim, SeatLevel level) {
        if (size.get() < most) {
            LicenseSeats.Key key = new LicenseSeats.Key(rule.counter(), claim.holder());
            size.addAndGet(known.put(key, rule.limit(), level, clock.millis()));
        }
    }

    private void renewLater(LicenseSeats known, CachedSeat cached, SeatRule rule, LimitSubject subject) {
        boolean isPlanned = circuit.reason() == null && background.test(() -> renew(known, cached, rule, subject));
        if (!isPlanned) {
            cached.notRenewed();
        }
    }

    /** Renews a seat, and takes none: it may have been released since. */
    private void renew(LicenseSeats known, CachedSeat cached, SeatRule rule, LimitSubject subject) {
        Instant at = Instant.ofEpochMilli(clock.millis());
        SeatClaim claim = rule.claim(subject, SeatClaim.Use.RENEW, at);
        try {
            SeatResult result = store.take(subject.license().id(), List.of(claim), at);
            circuit.answered();
            if (result instanceof SeatResult.Held held) {
                put(known, rule, claim, held.seats().get(0));
            } else {
                // The next call finds out whether it gets a seat again.
                known.remove(new LicenseSeats.Key(rule.counter(), claim.holder()), cached);
            }
        } catch (RuntimeException e) {
            cached.notRenewed();
            circuit.failed(e);
        }
    }

    /** Reads the seats of a license under these rules, unless the store does not answer. */
    void refresh(List<SeatRule> rules, LimitSubject subject, long nowMillis) {
        if (circuit.reason() != null) {
            return;
        }
        Instant at = Instant.ofEpochMilli(nowMillis);
        LicenseSeats known = known(subject.license().id());
        try {
            for (SeatRule rule : rules) {
                String holder = rule.holder(subject);
                SeatLevel level = store.level(subject.license().id(), rule.counter(), holder, at);
                known.count(rule.counter()).set(level.taken());
                LicenseSeats.Key key = new LicenseSeats.Key(rule.counter(), holder);
                CachedSeat cached = known.find(key);
                if (level.own() != null && (cached == null || !cached.isHeld())) {
                    size.addAndGet(known.put(key, rule.limit(), level, nowMillis));
                }
            }
            circuit.answered();
        } catch (RuntimeException e) {
            circuit.failed(e);
        }
    }

    /** Returns the seats under a limit as this node knows them, without the store. */
    SeatLevel level(SeatRule rule, LimitSubject subject, long nowMillis) {
        LicenseSeats known = known(subject.license().id());
        CachedSeat cached = known.find(new LicenseSeats.Key(rule.counter(), rule.holder(subject)));
        Seat own = cached == null || cached.isOver(nowMillis)
                ? null
                : cached.level().own();
        return new SeatLevel(known.count(rule.counter()).get(), own);
    }

    @Override
    public void changed(LicenseId license) {
        LicenseSeats dropped = licenses.remove(license);
        if (dropped != null) {
            size.addAndGet(-dropped.size());
        }
    }

    @Override
    public void changedAll() {
        licenses.clear();
        size.set(0);
    }

    /** Checks during an outage whether the store answers again. */
    public void probe() {
        circuit.probe(() -> store.seats(PROBE, null, 1, Instant.ofEpochMilli(clock.millis())));
    }

    /** Removes what time has ended. */
    public void sweep() {
        long now = clock.millis();
        int left = 0;
        for (LicenseSeats known : licenses.values()) {
            left += known.sweep(now);
        }
        // Of a license without holders only the number of its seats is lost, which is read again.
        licenses.values().removeIf(known -> known.size() == 0);
        size.set(left);
    }

    /** Returns whether the store answers; nothing before the first seat was requested. */
    public List<Health.Component> health() {
        return isUsed ? List.of(circuit.health(size.get())) : List.of();
    }

    /** Returns the number of holders that are cached, about. */
    int size() {
        return size.get();
    }
}
