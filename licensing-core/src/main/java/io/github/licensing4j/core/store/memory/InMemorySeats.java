package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Page;
import io.github.licensing4j.core.store.SeatDecision;
import io.github.licensing4j.core.store.SeatDecision.Others;
import io.github.licensing4j.core.store.SeatPage;
import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatClaim;
import io.github.licensing4j.spi.SeatClaim.HolderBound;
import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatHolding;
import io.github.licensing4j.spi.SeatHolding.Window;
import io.github.licensing4j.spi.SeatLevel;
import io.github.licensing4j.spi.SeatRelease;
import io.github.licensing4j.spi.SeatResult;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.spi.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stores the holders of seats in the memory of this process. Rejects more when it is full, so that no holder is forgotten. A restart
 * forgets them.
 */
public final class InMemorySeats implements SeatStore {
    private static final int MOST = 1_000_000;
    private static final Comparator<SeatHolding> BY_NAME = Comparator.comparing(
                    (SeatHolding seat) -> seat.counter().limit())
            .thenComparing(seat -> seat.counter().of().name())
            .thenComparing(SeatHolding::holder);

    private final StoreLock lock;
    private final int most;
    /** Guarded by the lock, as all that follows. */
    private final Map<LicenseId, Map<SeatCounter, Map<String, Kept>>> licenses = new HashMap<>();

    private final InMemorySeatHoldings holdings;
    private int size;

    /** @param keptUntil until when the holder is remembered */
    private record Kept(Seat seat, Instant keptUntil) {}

    /** Creates a store of its own. */
    public InMemorySeats() {
        this(new StoreLock(), MOST);
    }

    /** @param most how many holders are remembered at most */
    InMemorySeats(StoreLock lock, int most) {
        this.lock = lock;
        this.most = most;
        this.holdings = new InMemorySeatHoldings(most);
    }

    /** Creates the seats of a store. */
    static InMemorySeats under(StoreLock lock) {
        return new InMemorySeats(lock, MOST);
    }

    @Override
    public SeatResult take(LicenseId license, List<SeatClaim> claims, Instant at) {
        return lock.locked(() -> {
            SeatResult result = decide(license, claims, at);
            if (result instanceof SeatResult.Held held) {
                keep(license, claims, held, at);
            }
            return result;
        });
    }

    private SeatResult decide(LicenseId license, List<SeatClaim> claims, Instant at) {
        List<SeatLevel> levels = new ArrayList<>(claims.size());
        for (int i = 0; i < claims.size(); i++) {
            SeatClaim claim = claims.get(i);
            Map<String, Kept> holders = current(license, claim.counter(), at);
            Others others = others(holders, claim, at);
            Seat own = seat(holders, claim.holder());
            SeatResult.Reason reason = SeatDecision.refusal(claim, own, others, at);
            if (reason != null) {
                return new SeatResult.Refused(i, reason, others.taken() + (own != null && !own.isFree(at) ? 1 : 0));
            }
            levels.add(new SeatLevel(others.taken() + 1, SeatDecision.granted(claim, own, at)));
        }
        return new SeatResult.Held(levels);
    }

    private static Others others(Map<String, Kept> holders, SeatClaim claim, Instant at) {
        HolderBound churn = claim.churn();
        long taken = 0;
        long had = 0;
        for (Kept other : holders.values()) {
            if (!other.seat.holder().equals(claim.holder())) {
                taken += other.seat.isFree(at) ? 0 : 1;
                had += churn != null && other.seat.heldUntil().isAfter(churn.since()) ? 1 : 0;
            }
        }
        return new Others(taken, had);
    }

    private void keep(LicenseId license, List<SeatClaim> claims, SeatResult.Held held, Instant at) {
        for (int i = 0; i < claims.size(); i++) {
            Seat seat = held.seats().get(i).own();
            if (seat != null) {
                Seat before = seat(current(license, seat.counter(), at), seat.holder());
                if (before != null && !before.isHeld(at)) {
                    holdings.store(license, SeatHolding.of(before));
                }
                put(license, new Kept(seat, SeatDecision.keptUntil(claims.get(i), seat)));
            }
        }
    }

    private void put(LicenseId license, Kept kept) {
        Map<String, Kept> holders = licenses.computeIfAbsent(license, unused -> new HashMap<>())
                .computeIfAbsent(kept.seat.counter(), unused -> new HashMap<>());
        if (!holders.containsKey(kept.seat.holder())) {
            if (size >= most) {
                throw new StoreException("there is no room for further holders of seats: " + size + " are remembered");
            }
            size++;
        }
        holders.put(kept.seat.holder(), kept);
    }

    @Override
    public Optional<Seat> release(LicenseId license, SeatRelease release, Instant at) {
        return lock.locked(() -> {
            Seat own = seat(current(license, release.counter(), at), release.holder());
            if (own == null || !own.isHeld(at)) {
                return Optional.empty();
            }
            Seat released = new Seat(own.counter(), own.holder(), own.takenAt(), release.freeAt(), at);
            put(license, new Kept(released, release.keptUntil()));
            return Optional.of(released);
        });
    }

    @Override
    public SeatLevel level(LicenseId license, SeatCounter counter, String holder, Instant at) {
        return lock.locked(() -> {
            Map<String, Kept> holders = current(license, counter, at);
            long taken = holders.values().stream()
                    .filter(kept -> !kept.seat.isFree(at))
                    .count();
            Seat own = seat(holders, holder);
            return new SeatLevel(taken, own != null && own.isHeld(at) ? own : null);
        });
    }

    @Override
    public Page<Seat> seats(LicenseId license, @Nullable String cursor, int max, Instant at) {
        SeatHolding after = SeatPage.after(cursor);
        return lock.locked(() -> SeatPage.of(
                licenses.getOrDefault(license, Map.of()).values().stream()
                        .flatMap(holders -> holders.values().stream())
                        .map(Kept::seat)
                        .filter(seat -> !seat.isFree(at))
                        .filter(seat -> BY_NAME.compare(SeatHolding.of(seat), after) > 0)
                        .sorted(Comparator.comparing(SeatHolding::of, BY_NAME))
                        .limit(max + 1L)
                        .toList(),
                max,
                SeatHolding::of));
    }

    private static @Nullable Seat seat(Map<String, Kept> holders, String holder) {
        Kept kept = holders.get(holder);
        return kept == null ? null : kept.seat;
    }

    /** Returns the holders under a limit, after those were removed that need not be remembered. */
    private Map<String, Kept> current(LicenseId license, SeatCounter counter, Instant at) {
        Map<String, Kept> holders = licenses.getOrDefault(license, Map.of()).getOrDefault(counter, Map.of());
        removeBefore(license, holders, at);
        return holders;
    }

    private void removeBefore(LicenseId license, Map<String, Kept> holders, Instant at) {
        int before = holders.size();
        holders.values().removeIf(kept -> {
            boolean isOver = kept.keptUntil.isBefore(at);
            if (isOver) {
                holdings.store(license, SeatHolding.of(kept.seat));
            }
            return isOver;
        });
        size -= before - holders.size();
    }

    /** Removes holders that need not be remembered. */
    void expire(Instant before) {
        licenses.entrySet().removeIf(license -> {
            license.getValue().values().removeIf(holders -> {
                removeBefore(license.getKey(), holders, before);
                return holders.isEmpty();
            });
            return license.getValue().isEmpty();
        });
        holdings.expire(before);
    }

    @Override
    public Page<SeatHolding> holdings(LicenseId license, Window window, @Nullable String cursor, int max) {
        SeatHolding after = SeatPage.after(cursor);
        return lock.locked(() -> {
            Stream<SeatHolding> latest = licenses.getOrDefault(license, Map.of()).values().stream()
                    .flatMap(holders -> holders.values().stream())
                    .map(kept -> SeatHolding.of(kept.seat));
            return SeatPage.of(
                    holdings.after(after, license, latest)
                            .filter(holding -> holding.overlaps(window))
                            .limit(max + 1L)
                            .toList(),
                    max,
                    Function.identity());
        });
    }

    /** Changes seats within a transaction of the store; they are put back if it fails. Used under its lock. */
    final class InTransaction implements SeatStore {
        private final List<Runnable> undo = new ArrayList<>();
        private final List<LicenseId> changed;

        /** @param changed receives the licenses whose seats were changed */
        InTransaction(List<LicenseId> changed) {
            this.changed = changed;
        }

        @Override
        public SeatResult take(LicenseId license, List<SeatClaim> claims, Instant at) {
            claims.forEach(claim -> remember(license, claim.counter(), claim.holder()));
            changed.add(license);
            return InMemorySeats.this.take(license, claims, at);
        }

        @Override
        public Optional<Seat> release(LicenseId license, SeatRelease release, Instant at) {
            remember(license, release.counter(), release.holder());
            changed.add(license);
            return InMemorySeats.this.release(license, release, at);
        }

        private void remember(LicenseId license, SeatCounter counter, String holder) {
            Kept before = licenses.getOrDefault(license, Map.of())
                    .getOrDefault(counter, Map.of())
                    .get(holder);
            List<SeatHolding> former = holdings.of(license, counter, holder);
            undo.add(() -> {
                holdings.restore(license, counter, holder, former);
                if (before != null) {
                    put(license, before);
                } else if (licenses.getOrDefault(license, Map.of())
                                .getOrDefault(counter, Map.of())
                                .remove(holder)
                        != null) {
                    size--;
                }
            });
        }

        @Override
        public SeatLevel level(LicenseId license, SeatCounter counter, String holder, Instant at) {
            return InMemorySeats.this.level(license, counter, holder, at);
        }

        @Override
        public Page<Seat> seats(LicenseId license, @Nullable String cursor, int max, Instant at) {
            return InMemorySeats.this.seats(license, cursor, max, at);
        }

        @Override
        public Page<SeatHolding> holdings(LicenseId license, Window window, @Nullable String cursor, int max) {
            return InMemorySeats.this.holdings(license, window, cursor, max);
        }

        void rollBack() {
            for (int i = undo.size() - 1; i >= 0; i--) {
                undo.get(i).run();
            }
        }
    }
}
