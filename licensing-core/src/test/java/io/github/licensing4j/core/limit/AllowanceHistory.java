package io.github.licensing4j.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Quantity;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.limit.AllowanceModel.CreditPart;
import io.github.licensing4j.core.limit.AllowanceModel.Grant;
import io.github.licensing4j.core.limit.AllowanceModel.Owner;
import io.github.licensing4j.core.limit.AllowanceModel.Quota;
import io.github.licensing4j.core.limit.AllowanceModel.QuotaPart;
import io.github.licensing4j.core.limit.AllowanceModel.Who;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import io.github.licensing4j.core.limit.kind.LimitKinds;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.core.limit.seats.LocalSeats;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.tck.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/** One random history of a customer with a few licenses, told to the engine and to the model. */
final class AllowanceHistory {
    private static final int STEPS = 50;
    private static final Meter COARSE = new Meter("coarse", "piece", 0, null);
    private static final Meter FINE = new Meter("fine", "unit", 2, null);
    private static final List<String> ANCHORS =
            List.of("2026-01-31T00:00:00Z", "2026-03-29T01:30:00Z", "2026-02-14T22:15:00Z", "2025-12-31T23:59:59.999Z");
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe");

    private final Random random;
    private final String name;
    private final boolean prepaid;
    private final MovableClock clock = new MovableClock("2026-03-31T10:00:00Z");
    private final InMemoryCounters store = new InMemoryCounters(100);
    private final Limits limits =
            LimitKinds.limits(LimitKinds.stores(store, store, store, LocalSeats.of(clock, 1_000)), clock);
    private final AllowanceModel model = new AllowanceModel();
    private final List<Owner> owners = new ArrayList<>();
    private final Map<String, LimitAccount> accounts = new HashMap<>();
    private final List<Open> open = new ArrayList<>();
    private final Map<String, Long> journal = new HashMap<>();
    private final AllowancePlan plan;
    private int grantsMade;
    private final AllowanceTally tally;

    private record Open(
            LimitHold hold, List<Charge> charges, List<PartOf<QuotaPart>> quotas, List<PartOf<CreditPart>> credits) {}

    private record PartOf<P>(String meter, P part) {}

    AllowanceHistory(long seed, AllowanceTally tally) {
        this.random = new Random(seed);
        this.name = "history " + seed;
        this.tally = tally;
        this.prepaid = random.nextInt(3) > 0;
        for (int i = 0; i <= random.nextInt(3); i++) {
            owners.add(new Owner("lic_" + i, Instant.parse(any(ANCHORS)), ZoneId.of(any(ZONES))));
            grant(owners.get(i));
            grant(owners.get(i));
            accounts.put("lic_" + i, limits.account(new LicenseId("https://issuer", "lic_" + i)));
        }
        this.plan = new AllowancePlan(random, prepaid);
    }

    private <T> T any(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    void play() {
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(15)) {
                case 0, 1, 2, 3, 4 -> call();
                case 5, 6 -> settle();
                case 7 -> clock.advance(Duration.ofMinutes(random.nextInt(180)));
                case 8 -> clock.advance(Duration.ofHours(random.nextInt(24 * 20)));
                case 9, 10 -> goToAnEdge();
                case 11 -> grant(any(owners));
                case 12 -> takeBack();
                case 13 -> correct();
                default -> changePlan();
            }
            plan.passTime(clock.instant());
            assertThatAllStandsAsInTheModel();
        }
        while (!open.isEmpty()) {
            settle();
        }
        assertThatAllStandsAsInTheModel();
        assertThatTheJournalAddsUp();
        tally.histories++;
    }

    /** The last millisecond of a period, or the first of the next. */
    private void goToAnEdge() {
        Instant edge = plan.edge(any(owners), clock.instant());
        clock.advance(Duration.between(clock.instant(), edge.minusMillis(random.nextInt(2))));
        tally.edges++;
    }

    private void grant(Owner owner) {
        tally.grants++;
        Instant now = clock.instant();
        Instant from = random.nextInt(4) == 0 ? now.plus(Duration.ofHours(random.nextInt(100))) : now;
        Instant until = random.nextBoolean() ? null : from.plus(Duration.ofHours(1 + random.nextInt(600)));
        owner.grants.add(new Grant(
                "crd_" + grantsMade++,
                random.nextBoolean() ? "prepaid" : "bonus",
                1 + random.nextInt(900),
                random.nextInt(3),
                now,
                from,
                until));
    }

    private void takeBack() {
        Owner owner = any(owners);
        if (!owner.grants.isEmpty()) {
            any(owner.grants).taken = true;
            tally.voided++;
        }
    }

    private void changePlan() {
        tally.planChanges++;
        if (random.nextInt(3) == 0) {
            plan.changeLater(any(owners), clock.instant());
        } else {
            plan.changeNow(any(owners), clock.instant());
        }
    }

    /** More or less than was counted, as of now or of a while ago; never of before counting started anew. */
    /** Returns the instant some hours ago, or the start if that is later. */
    private Instant atMost(Instant start, long hours) {
        Instant ago = clock.instant().minus(Duration.ofHours(hours));
        return ago.isBefore(start) ? start : ago;
    }

    private void correct() {
        Who who = who();
        Owner owner = who.license();
        Instant at = atMost(owner.began, (long) random.nextInt(3) * random.nextInt(400));
        String meter = any(List.of("coarse", "fine"));
        long units = random.nextInt(600) - 300L;
        List<Limit> held = limitsOf(owner).limits();
        List<Grant> grants = held.stream()
                .filter(limit ->
                        limit instanceof CreditsLimit credits && credits.meter().equals(meter))
                .flatMap(limit -> model.correctable(limit.name(), owner, at, units).stream())
                .toList();
        License license = license(owner);
        LimitSubject named = new LimitSubject(
                license,
                owner.began.toEpochMilli(),
                grants.stream().map(grant -> grant(license, grant)).toList(),
                who.key(),
                who.user());
        LimitKinds.increments(named, held, Limit::name, new UsageOutsideCalls(meter, units, at.toEpochMilli()))
                .forEach(one -> {
                    store.account(license.id()).adjust(one.counter(), one.window(), units, clock.millis());
                    journal.merge(name(one.counter()), units, Long::sum);
                });
        for (Quota quota : plan.quotas(owner, clock.instant())) {
            if (quota.meter().equals(meter)) {
                model.correct(quota, who, at, units);
            }
        }
        grants.forEach(grant -> model.correct(grant, owner, units));
        tally.corrections++;
    }

    private Proration limitsOf(Owner owner) {
        return plan.limits(license(owner), clock.instant());
    }

    private List<Quota> quotasOf(Owner owner) {
        return plan.quotas(owner, clock.instant());
    }

    private static License license(Owner owner) {
        return new License(
                new LicenseId("https://issuer", owner.id),
                "acme",
                new PlanId("pro", 1),
                LicenseState.ACTIVE,
                owner.anchor,
                owner.zone,
                null);
    }

    private LimitRequest request(Who who, List<Charge> charges) {
        License license = license(who.license());
        List<CreditGrant> grants = new ArrayList<>();
        for (Grant grant : who.license().grants) {
            CreditGrant made = grant(license, grant);
            grants.add(grant.taken ? made.voided(clock.instant()) : made);
        }
        grants.sort(CreditGrant.CONSUMPTION_ORDER);
        LimitSubject limitSubject =
                new LimitSubject(license, who.license().began.toEpochMilli(), grants, who.key(), who.user());
        return new LimitRequest(
                limitSubject,
                limits.limitSet(limitsOf(who.license()), Limit::name),
                ChargePlan.of(new Requirement(List.of(), Set.of(), charges), Map.of("coarse", COARSE, "fine", FINE)),
                clock.millis());
    }

    private static CreditGrant grant(License license, Grant grant) {
        return new CreditGrant(
                grant.id,
                license.id(),
                1,
                grant.limit,
                grant.amount,
                grant.priority,
                new CreditGrant.Times(grant.createdAt, grant.effectiveAt, grant.expiresAt, null),
                null);
    }

    private LimitAccount account(Who who) {
        return Objects.requireNonNull(accounts.get(who.license().id));
    }

    private static long units(Map<String, Long> really, String meter) {
        return Objects.requireNonNull(really.get(meter));
    }

    private Who who() {
        return new Who(any(owners), any(List.of("", "k1", "k2")), any(List.of("", "u1", "u2")));
    }

    private List<Charge> charges() {
        List<Charge> charges = new ArrayList<>();
        if (random.nextInt(4) > 0) {
            charges.add(new Charge("coarse", random.nextInt(200), random.nextInt(60), ChargeOn.NOT_5XX));
        }
        if (random.nextBoolean()) {
            // Tenths of a unit on a meter of hundredths.
            charges.add(new Charge("fine", random.nextInt(20), random.nextInt(6), ChargeOn.NOT_5XX, 1));
        }
        return charges;
    }

    private static long smallest(Charge charge, long units) {
        return charge.meter().equals("fine") ? units * 10 : units;
    }

    private void call() {
        Who who = who();
        List<Charge> charges = charges();
        LimitDecision decision = limits.reserve(account(who), request(who, charges));
        String refusedBy = refusedBy(who, charges);
        if (decision instanceof Exceeded exceeded) {
            check(exceeded.refused().limit().name().equals(refusedBy), "refused by", refusedBy, exceeded.refused());
            tally.refused++;
            return;
        }
        check(refusedBy.isEmpty(), "refused by", refusedBy, "granted");
        tally.granted++;
        hold(who, charges, (LimitHold) decision);
    }

    /** The name of the first limit that the model would refuse by, empty if there is none: quotas first, then credits. */
    private String refusedBy(Who who, List<Charge> charges) {
        Instant now = clock.instant();
        for (Quota quota : quotasOf(who.license())) {
            for (Charge charge : charges) {
                if (quota.meter().equals(charge.meter())
                        && !model.fits(quota, who, now, smallest(charge, charge.units() + charge.reserve()))) {
                    return quota.name();
                }
            }
        }
        for (String limit : prepaid ? List.of("prepaid", "bonus") : List.<String>of()) {
            for (Charge charge : charges) {
                if (creditsMeter(limit).equals(charge.meter())
                        && !model.fits(
                                limit, who.license(), now, smallest(charge, charge.units() + charge.reserve()))) {
                    return limit;
                }
            }
        }
        return "";
    }

    private static String creditsMeter(String limit) {
        return limit.equals("prepaid") ? "coarse" : "fine";
    }

    private void hold(Who who, List<Charge> charges, LimitHold reserved) {
        Instant now = clock.instant();
        List<PartOf<QuotaPart>> quotas = new ArrayList<>();
        List<PartOf<CreditPart>> credits = new ArrayList<>();
        List<Quota> inForce = quotasOf(who.license());
        for (Charge charge : charges) {
            long asked = smallest(charge, charge.units() + charge.reserve());
            for (Quota quota : inForce) {
                if (quota.meter().equals(charge.meter())) {
                    quotas.add(new PartOf<>(charge.meter(), model.hold(quota, who, now, asked)));
                }
            }
            String limit = charge.meter().equals("coarse") ? "prepaid" : "bonus";
            if (!prepaid) {
                continue;
            }
            credits.add(new PartOf<>(charge.meter(), model.hold(limit, who.license(), now, asked)));
        }
        assertThatTheStatusesSay(who, reserved.statuses());
        open.add(new Open(reserved, charges, quotas, credits));
    }

    private void settle() {
        if (open.isEmpty()) {
            return;
        }
        Open ending = open.remove(random.nextInt(open.size()));
        int status = random.nextInt(5) == 0 ? 500 : 200;
        Map<String, Long> really = new HashMap<>();
        for (Charge charge : ending.charges()) {
            long told = random.nextInt(3) == 0 ? 0 : random.nextInt(120);
            ending.hold().charge(charge.meter(), Quantity.smallest(told));
            really.put(charge.meter(), status == 500 ? 0 : smallest(charge, charge.units()) + told);
        }
        tally.settled++;
        LimitFixture.settle(ending.hold(), new Outcome(status, 0), use -> write(use, really));
        ending.quotas().forEach(part -> model.settle(part.part(), units(really, part.meter())));
        ending.credits().forEach(part -> model.settle(part.part(), units(really, part.meter())));
    }

    /** The journal, which must know of everything before it is counted. */
    private void write(CallUsage use, Map<String, Long> really) {
        for (int i = 0; i < use.meters(); i++) {
            if (!use.meter(i).equals(Charge.CALLS)) {
                same(use.meter(i), use.units(i), units(really, use.meter(i)));
            }
        }
        for (int i = 0; i < use.counters(); i++) {
            CounterId counter = use.counter(i);
            journal.merge(name(counter), use.counted(i), Long::sum);
        }
    }

    private static String name(CounterId counter) {
        return counter.kind() == Limit.Kind.CREDITS ? counter.limit() + "/" + counter.per() : counter.limit();
    }

    private void assertThatAllStandsAsInTheModel() {
        List<Charge> nothing =
                List.of(new Charge("coarse", 0, 0, ChargeOn.NOT_5XX), new Charge("fine", 0, 0, ChargeOn.NOT_5XX));
        Who who = who();
        assertThatTheStatusesSay(who, limits.peek(account(who), request(who, nothing)));
    }

    private void assertThatTheStatusesSay(Who who, List<LimitStatus> statuses) {
        Instant now = clock.instant();
        List<Quota> quotas = quotasOf(who.license());
        for (LimitStatus status : statuses) {
            String limit = status.limit().name();
            if (status.limit() instanceof CreditsLimit) {
                same(limit + " used", status.used(), model.consumed(limit, who.license(), now));
                same(limit + " left", status.remaining(), Math.max(0, model.balance(limit, who.license(), now)));
                continue;
            }
            for (Quota quota : quotas) {
                if (quota.name().equals(limit)) {
                    long used = model.used(quota, who, now);
                    long carried = model.carried(quota, who, now);
                    same(limit + " used", status.used(), used);
                    same(limit + " left", status.remaining(), Math.max(0, model.ceiling(quota, who, now) - used));
                    same(limit + " carried", status.carried(), carried);
                    tally.carried += carried > 0 ? 1 : 0;
                    tally.overage += quota.cap() != null && used > quota.amount() + carried ? 1 : 0;
                }
            }
        }
    }

    private void same(String what, long is, long expected) {
        check(is == expected, what, expected, is);
    }

    /** Plain, for it is asked millions of times. */
    private void check(boolean holds, String what, Object expected, Object is) {
        if (!holds) {
            throw new AssertionError(name + ": " + what + ": expected " + expected + ", got " + is);
        }
    }

    private void assertThatTheJournalAddsUp() {
        Map<String, Long> counted = new HashMap<>();
        model.used.forEach(
                (counter, units) -> counted.merge(counter.substring(0, counter.indexOf('@')), units, Long::sum));
        model.consumed.forEach(
                (counter, units) -> counted.merge(counter.substring(counter.indexOf('/') + 1), units, Long::sum));
        counted.values().removeIf(units -> units == 0);
        journal.values().removeIf(units -> units == 0);
        assertThat(journal).as(name).isEqualTo(counted);
    }
}
