package io.github.licensing4j.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Holder;
import io.github.licensing4j.QuotaLimit.Overage;
import io.github.licensing4j.QuotaLimit.Rollover;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.MovableClock;
import io.github.licensing4j.core.limit.AllowanceModel.CreditPart;
import io.github.licensing4j.core.limit.AllowanceModel.Grant;
import io.github.licensing4j.core.limit.AllowanceModel.Owner;
import io.github.licensing4j.core.limit.AllowanceModel.Quota;
import io.github.licensing4j.core.limit.AllowanceModel.QuotaPart;
import io.github.licensing4j.core.limit.AllowanceModel.Who;
import io.github.licensing4j.core.limit.LimitDecision.Exceeded;
import io.github.licensing4j.core.limit.LimitDecision.Reserved;
import io.github.licensing4j.core.store.memory.InMemoryCounters;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CreditGrant;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One random history of a customer with a few licenses, told to the engine and to the model. */
final class AllowanceHistory {
    private static final int STEPS = 50;
    private static final Meter COARSE = new Meter("coarse", "piece", 0, null);
    private static final Meter FINE = new Meter("fine", "unit", 2, null);
    private static final List<String> METERS = List.of("coarse", "fine");
    private static final List<String> ANCHORS =
            List.of("2026-01-31T00:00:00Z", "2026-03-29T01:30:00Z", "2026-02-14T22:15:00Z", "2025-12-31T23:59:59.999Z");
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe");

    private final Random random;
    private final String name;
    private final boolean prepaid;
    private final MovableClock clock = new MovableClock("2026-03-31T10:00:00Z");
    private final InMemoryCounters store = new InMemoryCounters(100);
    private final Limits limits = new Limits(store, store, clock);
    private final AllowanceModel model = new AllowanceModel();
    private final List<Owner> owners = new ArrayList<>();
    private final Map<String, LimitAccount> accounts = new HashMap<>();
    private final List<Open> open = new ArrayList<>();
    private final Map<String, Long> journal = new HashMap<>();
    /** The quotas of the plan in force, of the one before it, and since when. */
    private List<QuotaLimit> plan;

    private @Nullable List<QuotaLimit> planBefore;
    private Instant proratedAt = Instant.EPOCH;
    private int grantsMade;
    private long granted;

    private record Open(
            LimitHold hold, List<Charge> charges, List<PartOf<QuotaPart>> quotas, List<PartOf<CreditPart>> credits) {}

    private record PartOf<P>(String meter, P part) {}

    AllowanceHistory(int seed) {
        this.random = new Random(seed);
        this.name = "history " + seed;
        this.prepaid = random.nextInt(3) > 0;
        for (int i = 0; i <= random.nextInt(3); i++) {
            owners.add(new Owner("lic_" + i, Instant.parse(any(ANCHORS)), ZoneId.of(any(ZONES))));
            grant(owners.get(i));
            grant(owners.get(i));
            accounts.put("lic_" + i, limits.account(new LicenseId("https://issuer", "lic_" + i)));
        }
        List<QuotaLimit> first = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            first.add(quota(
                    "q" + i, any(METERS), ContractPeriod.parse(any(List.of("P1M", "P1D", "PT1H", "P1W"))), holder()));
        }
        this.plan = first;
    }

    private Holder holder() {
        return any(List.of(Holder.values()));
    }

    private QuotaLimit quota(String limit, String meter, ContractPeriod per, Holder of) {
        Overage overage = random.nextInt(3) == 0 ? new Overage(random.nextInt(500), null) : null;
        Rollover rollover = random.nextBoolean() ? new Rollover(random.nextInt(600)) : null;
        return new QuotaLimit(limit, meter, random.nextInt(1500), per, List.of(), overage, rollover, of);
    }

    private <T> T any(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    long play() {
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3, 4 -> call();
                case 5, 6 -> settle();
                case 7 -> clock.advance(Duration.ofMinutes(random.nextInt(180)));
                case 8 -> clock.advance(Duration.ofHours(random.nextInt(24 * 20)));
                case 9 -> grant(any(owners));
                case 10 -> takeBack();
                default -> changePlan();
            }
            assertThatAllStandsAsInTheModel();
        }
        while (!open.isEmpty()) {
            settle();
        }
        assertThatAllStandsAsInTheModel();
        assertThatTheJournalAddsUp();
        return granted;
    }

    private void grant(Owner owner) {
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
        }
    }

    private void changePlan() {
        List<QuotaLimit> next = new ArrayList<>();
        for (QuotaLimit quota : plan) {
            next.add(quota(quota.name(), quota.meter(), quota.per(), quota.of()));
        }
        int how = random.nextInt(3);
        planBefore = how == 0 ? plan : null;
        proratedAt = clock.instant();
        plan = next;
        if (how == 1) {
            Owner owner = any(owners);
            owner.anchor = clock.instant();
            owner.began = clock.instant();
        }
    }

    private List<Limit> limitsOf(Owner owner) {
        List<Limit> held = new ArrayList<>(plan);
        if (planBefore != null) {
            held = new ArrayList<>(
                    Proration.of(license(owner), List.copyOf(planBefore), List.copyOf(plan), proratedAt, clock.millis())
                            .limits());
        }
        if (prepaid) {
            held.add(new CreditsLimit("prepaid", "coarse", 0, null));
            held.add(new CreditsLimit("bonus", "fine", 0, null));
        }
        return held;
    }

    /** What the model holds to be in force: the amounts of the engine's proration, which has a test of its own. */
    private List<Quota> quotasOf(Owner owner) {
        List<Quota> quotas = new ArrayList<>();
        for (Limit limit : limitsOf(owner)) {
            if (limit instanceof QuotaLimit quota) {
                Overage overage = quota.overage();
                Rollover rollover = quota.rollover();
                quotas.add(new Quota(
                        quota.name(),
                        quota.per().toString(),
                        quota.of().name().toLowerCase(Locale.ROOT),
                        quota.amount(),
                        overage == null ? null : (Long) overage.cap(),
                        rollover == null ? null : (Long) rollover.max()));
            }
        }
        return quotas;
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
            CreditGrant made = new CreditGrant(
                    grant.id,
                    license.id(),
                    1,
                    grant.limit,
                    grant.amount,
                    grant.priority,
                    grant.createdAt,
                    grant.effectiveAt,
                    grant.expiresAt,
                    null);
            grants.add(grant.taken ? made.voided(clock.instant()) : made);
        }
        grants.sort(CreditGrant.BURN_ORDER);
        Licensee licensee = new Licensee(license, who.license().began.toEpochMilli(), grants, who.key(), who.user());
        return new LimitRequest(
                licensee,
                limits.sheet(limitsOf(who.license()), Limit::name),
                ChargeSheet.of(new Requirement(List.of(), Set.of(), charges), Map.of("coarse", COARSE, "fine", FINE)),
                clock.millis());
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
            assertThat(exceeded.refused().limit().name()).as(name).isEqualTo(refusedBy);
            return;
        }
        assertThat(refusedBy).as(name).isEmpty();
        granted++;
        hold(who, charges, (Reserved) decision);
    }

    /** The name of the first limit that the model would refuse by, empty if there is none: quotas first, then credits. */
    private String refusedBy(Who who, List<Charge> charges) {
        Instant now = clock.instant();
        for (Quota quota : quotasOf(who.license())) {
            for (Charge charge : charges) {
                if (meterOf(quota.name()).equals(charge.meter())
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

    private String meterOf(String quota) {
        for (QuotaLimit limit : plan) {
            if (limit.name().equals(quota)) {
                return limit.meter();
            }
        }
        throw new AssertionError(quota);
    }

    private static String creditsMeter(String limit) {
        return limit.equals("prepaid") ? "coarse" : "fine";
    }

    private void hold(Who who, List<Charge> charges, Reserved reserved) {
        Instant now = clock.instant();
        List<PartOf<QuotaPart>> quotas = new ArrayList<>();
        List<PartOf<CreditPart>> credits = new ArrayList<>();
        List<Quota> inForce = quotasOf(who.license());
        for (Charge charge : charges) {
            long asked = smallest(charge, charge.units() + charge.reserve());
            for (Quota quota : inForce) {
                if (meterOf(quota.name()).equals(charge.meter())) {
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
        open.add(new Open(reserved.hold(), charges, quotas, credits));
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
            ending.hold()
                    .charge(
                            charge.meter(),
                            charge.meter().equals("fine") ? BigDecimal.valueOf(told, 2) : BigDecimal.valueOf(told));
            really.put(charge.meter(), status == 500 ? 0 : smallest(charge, charge.units()) + told);
        }
        ending.hold().settle(new Outcome(status, 0), (use, outcome) -> write(use, really));
        ending.quotas().forEach(part -> model.settle(part.part(), units(really, part.meter())));
        ending.credits().forEach(part -> model.settle(part.part(), units(really, part.meter())));
    }

    /** The journal, which must know of everything before it is counted. */
    private void write(CallUse use, Map<String, Long> really) {
        for (int i = 0; i < use.meters(); i++) {
            if (!use.meter(i).equals(Charge.CALLS)) {
                assertThat(use.units(i)).as(name).isEqualTo(really.get(use.meter(i)));
            }
        }
        for (int i = 0; i < use.counters(); i++) {
            CounterId counter = use.counter(i);
            if (counter.kind() == Limit.Kind.CREDITS) {
                journal.merge(counter.limit() + "/" + counter.per(), use.counted(i), Long::sum);
            } else {
                journal.merge(counter.limit(), use.counted(i), Long::sum);
            }
        }
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
                assertThat(status.used())
                        .as("%s, %s used", name, limit)
                        .isEqualTo(model.burnt(limit, who.license(), now));
                assertThat(status.remaining())
                        .as("%s, %s left", name, limit)
                        .isEqualTo(Math.max(0, model.balance(limit, who.license(), now)));
                continue;
            }
            for (Quota quota : quotas) {
                if (quota.name().equals(limit)) {
                    long used = model.used(quota, who, now);
                    assertThat(status.used()).as("%s, %s used", name, limit).isEqualTo(used);
                    assertThat(status.remaining())
                            .as("%s, %s left", name, limit)
                            .isEqualTo(Math.max(0, model.ceiling(quota, who, now) - used));
                }
            }
        }
    }

    private void assertThatTheJournalAddsUp() {
        Map<String, Long> counted = new HashMap<>();
        model.used.forEach(
                (counter, units) -> counted.merge(counter.substring(0, counter.indexOf('@')), units, Long::sum));
        model.burnt.forEach(
                (counter, units) -> counted.merge(counter.substring(counter.indexOf('/') + 1), units, Long::sum));
        counted.values().removeIf(units -> units == 0);
        journal.values().removeIf(units -> units == 0);
        assertThat(journal).as(name).isEqualTo(counted);
    }
}
