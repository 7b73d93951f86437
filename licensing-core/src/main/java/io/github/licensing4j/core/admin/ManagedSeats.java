package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Page;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.SeatsLimit.Assignment;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.ConflictException.Kind;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.Seats;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseAccess.Active;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.limit.SeatHolders;
import io.github.licensing4j.core.limit.seats.SeatTerms;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.Seat;
import io.github.licensing4j.spi.SeatClaim;
import io.github.licensing4j.spi.SeatCounter;
import io.github.licensing4j.spi.SeatResult;
import io.github.licensing4j.spi.SeatStore;
import io.github.licensing4j.spi.StoreDependency;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Assigns and releases seats, and lists them. */
final class ManagedSeats implements Seats {
    private final AdminTransactions adminTransactions;
    private final LicenseFinder finder;
    private final PlanRules catalog;
    private final Idempotency idempotency;

    ManagedSeats(
            AdminTransactions adminTransactions, LicenseFinder finder, PlanRules catalog, Idempotency idempotency) {
        this.adminTransactions = adminTransactions;
        this.finder = finder;
        this.catalog = catalog;
        this.idempotency = idempotency;
    }

    @Override
    public Page<SeatView> list(String licenseId, @Nullable String cursor, int max) {
        LicenseRecord license = finder.stored(licenseId);
        Instant now = adminTransactions.now();
        Active terms = terms(license, now);
        try {
            return store().seats(license.id(), cursor, max, now).map(seat -> view(license, name(terms, seat), seat));
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldException("cursor", "expected the 'next' of a page before");
        }
    }

    @Override
    public SeatView assign(String licenseId, SeatRequest request, AdminContext by) {
        SeatChange made = change();
        return adminTransactions
                .<Supplier<SeatView>>carryOut(pendingChange -> {
                    NamedSeat seat = named(licenseId, request, pendingChange.now());
                    boolean isRepeat =
                            idempotency.earlierResult(by, pendingChange.now()).isPresent();
                    Seat held = seat.held(store());
                    if (held != null && !made.isMade()) {
                        return () -> seat.view(held);
                    }
                    if (isRepeat) {
                        throw new NotFoundException("seat", request.holder());
                    }
                    refuseIfEnded(seat.license, pendingChange.now());
                    pendingChange
                            .change()
                            .dependsOn(new StoreDependency.LicenseAt(seat.license.id(), seat.license.revision()))
                            .idempotencyRecord(idempotency.of(by, request.holder(), pendingChange.now()));
                    pendingChange.act(seat.act("seat.assigned", by));
                    return made.in(pendingChange, seat.license.id(), store -> seat.view(seat.take(store)));
                })
                .get();
    }

    @Override
    public SeatView release(String licenseId, SeatRequest request, AdminContext by) {
        SeatChange made = change();
        return adminTransactions
                .carryOut(pendingChange -> {
                    NamedSeat seat = named(licenseId, request, pendingChange.now());
                    pendingChange.act(seat.act("seat.released", by));
                    return made.in(pendingChange, seat.license.id(), store -> seat.view(seat.release(store)));
                })
                .get();
    }

    /**
     * The user and device that a caller is.
     *
     * @param license the id of its license
     * @param check checks its credential within a change
     */
    record Owner(String license, SeatHolders holders, Consumer<PendingChange> check) {}

    /** Releases the seat of a caller itself, where calls take seats. */
    SeatView release(Owner owner, @Nullable String name, AdminContext by) {
        SeatChange made = change();
        return adminTransactions
                .carryOut(pendingChange -> {
                    owner.check().accept(pendingChange);
                    LimitOfLicense limit = limit(owner.license(), name, pendingChange.now());
                    if (limit.seats.limit().assign() == Assignment.ADMIN) {
                        throw new ConflictException(Kind.STATE, "administrators assign and release these seats");
                    }
                    NamedSeat seat =
                            limit.seat(owner.holders().of(limit.seats.limit().of()), pendingChange.now());
                    pendingChange.act(seat.act("seat.released", by));
                    return made.in(pendingChange, seat.license.id(), store -> seat.view(seat.release(store)));
                })
                .get();
    }

    private SeatChange change() {
        return new SeatChange(adminTransactions.seatsOfHost());
    }

    private SeatStore store() {
        return adminTransactions
                .seats()
                .orElseThrow(() -> new ConflictException(Kind.STATE, "the license store does not store seats"));
    }

    private static void refuseIfEnded(LicenseRecord license, Instant now) {
        LicenseState state = EffectiveLicense.at(license, now).state();
        if (state == LicenseState.REVOKED || state == LicenseState.CANCELLED) {
            throw new ConflictException(
                    Kind.STATE,
                    "license '" + license.id().value() + "' is " + state.text() + " and gets no further holders");
        }
    }

    private Active terms(LicenseRecord license, Instant now) {
        return LicenseEvaluator.terms(license, EffectiveLicense.at(license, now), catalog.current());
    }

    private static SeatCounter counter(Active active, SeatsLimit limit) {
        return new SeatCounter(active.terms().counterName(limit), limit.of());
    }

    /** Returns the name that a limit has in the present terms, otherwise the first one that it had. */
    private static String name(Active active, Seat seat) {
        return Limit.select(active.terms().limits(), SeatsLimit.class).stream()
                .filter(limit -> counter(active, limit).equals(seat.counter()))
                .map(SeatsLimit::name)
                .findFirst()
                .orElse(seat.counter().limit());
    }

    private static SeatView view(LicenseRecord license, String name, Seat seat) {
        return new SeatView(
                license.id().value(),
                name,
                seat.counter().of(),
                seat.holder(),
                seat.takenAt(),
                seat.until().equals(Seat.ENDLESS) ? null : seat.until(),
                seat.releasedAt());
    }

    /** Returns the seat of a holder under the named limit, or under the only one. */
    private NamedSeat named(String licenseId, SeatRequest request, Instant now) {
        String holder = request.holder();
        if (holder.isBlank() || holder.length() > SeatClaim.LONGEST) {
            throw new InvalidFieldException("holder", "expected 1 to " + SeatClaim.LONGEST + " characters");
        }
        return limit(licenseId, request.limit(), now).seat(holder, now);
    }

    /** Returns the named limit, or the only one. */
    private LimitOfLicense limit(String licenseId, @Nullable String name, Instant now) {
        LicenseRecord license = finder.stored(licenseId);
        Active active = terms(license, now);
        List<SeatsLimit> known = Limit.select(active.terms().limits(), SeatsLimit.class);
        List<SeatsLimit> named = known.stream()
                .filter(limit -> name == null || limit.name().equals(name))
                .toList();
        if (named.size() != 1) {
            throw new InvalidFieldException(
                    "limit",
                    "license '" + licenseId + "' has the limits of seats "
                            + known.stream().map(SeatsLimit::name).toList() + ", expected one of them");
        }
        SeatTerms seats = new SeatTerms(named.get(0), counter(active, named.get(0)), active.license());
        return new LimitOfLicense(license, seats);
    }

    /** A limit of seats of a license. */
    private record LimitOfLicense(LicenseRecord license, SeatTerms seats) {

        NamedSeat seat(String holder, Instant now) {
            return new NamedSeat(license, seats, holder, now);
        }
    }

    /** The seat of a holder under a limit, at an instant. */
    private record NamedSeat(LicenseRecord license, SeatTerms seats, String holder, Instant now) {

        @Nullable
        Seat held(SeatStore store) {
            return store.level(license.id(), seats.counter(), holder, now).own();
        }

        Seat take(SeatStore store) {
            SeatClaim claim = seats.claim(holder, SeatClaim.Use.TAKE, now);
            SeatResult result = store.take(license.id(), List.of(claim), now);
            if (result instanceof SeatResult.Held taken) {
                return Objects.requireNonNull(taken.seats().get(0).own());
            }
            boolean isChurn = ((SeatResult.Refused) result).reason() == SeatResult.Reason.TOO_MANY_HOLDERS;
            String limit = seats.limit().name();
            throw new ConflictException(
                    Kind.STATE,
                    isChurn
                            ? "as many different holders as limit '" + limit + "' allows have had a seat in this period"
                            : "all " + seats.limit().max() + " seats of limit '" + limit
                                    + "' are taken or in their cool-down");
        }

        Seat release(SeatStore store) {
            return store.release(license.id(), seats.release(holder, now), now)
                    .orElseThrow(() -> new NotFoundException("seat", holder));
        }

        SeatView view(Seat seat) {
            return ManagedSeats.view(license, seats.limit().name(), seat);
        }

        AuditAction act(String action, AdminContext by) {
            return new AuditAction(
                    by.actor(),
                    action,
                    license.id().value(),
                    holder,
                    by.reason(),
                    Map.of("limit", seats.limit().name()));
        }
    }
}
