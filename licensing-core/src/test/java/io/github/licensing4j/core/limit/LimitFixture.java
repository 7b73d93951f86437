package io.github.licensing4j.core.limit;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ConcurrencyLimit;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Measure;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Overage;
import io.github.licensing4j.RateLimit;
import io.github.licensing4j.RateLimit.Band;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import io.github.licensing4j.core.limit.kind.LimitKinds;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.core.limit.seats.LocalSeats;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.tck.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** One license under limits of a test's choice, over the in-memory store. */
final class LimitFixture {
    static final Outcome OK = new Outcome(200, 0);
    static final Outcome SERVER_ERROR = new Outcome(500, 0);

    final MovableClock clock = new MovableClock("2026-03-10T12:00:00Z");
    final InMemoryCounters store;
    final Limits limits;
    final LimitAccount account;
    private final License license = license("lic_1");
    private LimitSubject limitSubject = LimitSubject.of(license);
    private Map<String, Meter> meters = Map.of();

    LimitFixture() {
        this(1000);
    }

    LimitFixture(int maxLicenses) {
        this.store = new InMemoryCounters(maxLicenses);
        this.limits = LimitKinds.limits(LimitKinds.stores(store, store, store, LocalSeats.of(clock, 1_000)), clock);
        this.account = limits.account(license.id());
    }

    LimitFixture(Function<InMemoryCounters, List<LimitStore<?, ?>>> stores, LimitRules rules) {
        this.store = new InMemoryCounters(1000);
        this.limits = new Limits(stores.apply(store), rules, clock);
        this.account = limits.account(license.id());
    }

    LimitFixture measuring(String meter, Measure measure) {
        return counting(new Meter(meter, "", 0, measure));
    }

    LimitFixture granting(CreditGrant... grants) {
        List<CreditGrant> inOrder =
                Stream.of(grants).sorted(CreditGrant.CONSUMPTION_ORDER).toList();
        limitSubject =
                new LimitSubject(license, limitSubject.beganMillis(), inOrder, limitSubject.key(), limitSubject.user());
        return this;
    }

    LimitFixture beganAt(Instant began) {
        limitSubject = new LimitSubject(
                license, began.toEpochMilli(), limitSubject.grants(), limitSubject.key(), limitSubject.user());
        return this;
    }

    LimitFixture calledBy(String key, String user) {
        limitSubject = new LimitSubject(license, limitSubject.beganMillis(), limitSubject.grants(), key, user);
        return this;
    }

    LimitFixture counting(Meter meter) {
        meters = Map.of(meter.name(), meter);
        return this;
    }

    static License license(String id) {
        return new License(
                new LicenseId("https://issuer", id),
                "acme",
                new PlanId("pro", 1),
                LicenseState.ACTIVE,
                Instant.parse("2026-01-01T00:00:00Z"),
                ZoneOffset.UTC,
                null);
    }

    LimitRequest asking(List<Limit> sheet, Charge... charges) {
        return new LimitRequest(
                limitSubject,
                limits.limitSet(sheet, Limit::name),
                ChargePlan.of(new Requirement(List.of(), Set.of(), List.of(charges)), meters),
                clock.millis());
    }

    LimitDecision call(List<Limit> sheet, Charge... charges) {
        return limits.reserve(account, asking(sheet, charges));
    }

    LimitHold granted(List<Limit> sheet, Charge... charges) {
        LimitDecision decision = call(sheet, charges);
        if (decision instanceof LimitHold reserved) {
            return reserved;
        }
        throw new AssertionError("expected a grant, got " + decision);
    }

    /** Ends a call and counts its usage. Returns false if it has ended before. */
    static boolean settle(LimitHold hold, Outcome outcome) {
        return settle(hold, outcome, used -> {});
    }

    /** Ends a call, records its usage and then counts it, as a reservation does. */
    static boolean settle(LimitHold hold, Outcome outcome, Consumer<CallUsage> record) {
        CallUsage used = hold.end(outcome);
        if (used == null) {
            return false;
        }
        try {
            record.accept(used);
        } finally {
            hold.count(used);
        }
        return true;
    }

    Exceeded refused(List<Limit> sheet, Charge... charges) {
        LimitDecision decision = call(sheet, charges);
        if (decision instanceof Exceeded exceeded) {
            return exceeded;
        }
        throw new AssertionError("expected a refusal, got " + decision);
    }

    long used(Limit limit) {
        String meter = limit instanceof QuotaLimit quota ? quota.meter() : Charge.CALLS;
        return limits.peek(account, asking(List.of(limit), Charge.of(meter, 0)))
                .get(0)
                .used();
    }

    static QuotaLimit monthly(long amount) {
        return new QuotaLimit("monthly", Charge.CALLS, amount, ContractPeriod.parse("P1M"), List.of(), null);
    }

    static QuotaLimit monthlyOf(String meter, long amount) {
        return new QuotaLimit(meter, meter, amount, ContractPeriod.parse("P1M"), List.of(), null);
    }

    static QuotaLimit withOverage(long amount, long cap) {
        return new QuotaLimit(
                "monthly", Charge.CALLS, amount, ContractPeriod.parse("P1M"), List.of(80, 100), new Overage(cap, null));
    }

    static RateLimit burst(long permits, long burst) {
        return new RateLimit("burst", null, List.of(new Band(permits, Duration.ofSeconds(1), burst)));
    }

    static ConcurrencyLimit parallel(int max) {
        return new ConcurrencyLimit("parallel", max);
    }
}
