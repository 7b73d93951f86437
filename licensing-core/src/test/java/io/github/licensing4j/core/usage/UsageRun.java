package io.github.licensing4j.core.usage;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Health;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Limit;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.core.limit.CallUsage;
import io.github.licensing4j.core.limit.ChargePlans;
import io.github.licensing4j.core.limit.LimitAccount;
import io.github.licensing4j.core.limit.LimitHold;
import io.github.licensing4j.core.limit.LimitRequest;
import io.github.licensing4j.core.limit.LimitSet;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.core.limit.counter.InitialCounts;
import io.github.licensing4j.core.limit.kind.LimitKinds;
import io.github.licensing4j.core.limit.memory.InMemoryCounters;
import io.github.licensing4j.core.limit.seats.LocalSeats;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.usage.journal.UsageAccount;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.tck.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One run of a node: limits, and usage that is shipped to a ledger. */
final class UsageRun implements AutoCloseable {
    private final Schedule schedule = new Schedule();
    static final String ISSUER = "https://issuer.example";
    static final Duration NEVER = Duration.ofDays(1);

    final FaultyLedger faults;
    final Usage usage;
    private final MovableClock clock;
    private final Limits limits;
    private final ChargePlans charges = new ChargePlans();

    UsageRun(UsageLedger kept, UsageSettings settings, MovableClock clock) {
        this(new FaultyLedger(kept), settings, clock, 1000);
    }

    UsageRun(FaultyLedger faults, UsageSettings settings, MovableClock clock, int maxLicenses) {
        this.faults = faults;
        this.clock = clock;
        this.usage = Usage.open(
                settings,
                new Usage.Destination(faults.ledger, "node", moves -> List.of(), maxLicenses),
                clock,
                schedule);
        InMemoryCounters counters = new InMemoryCounters(
                1000,
                new InitialCounts() {
                    @Override
                    public long sinceMillis() {
                        return usage.sinceMillis();
                    }

                    @Override
                    public long counted(LicenseId license, CounterId counter, QuotaWindow window) {
                        return usage.ledger().counted(license, counter, window);
                    }
                },
                license -> true);
        this.limits =
                LimitKinds.limits(LimitKinds.stores(counters, counters, counters, LocalSeats.of(clock, 1_000)), clock);
    }

    UsageRun start() {
        usage.recover();
        usage.start();
        return this;
    }

    static QuotaLimit monthly(long amount) {
        return new QuotaLimit("monthly", "calls", amount, ContractPeriod.parse("P1M"), List.of(), null);
    }

    static LicenseId id(String license) {
        return new LicenseId(ISSUER, license);
    }

    Caller caller(String license, long amount) {
        return caller(license, new PlanId("pro", 1), List.of(monthly(amount)), List.of());
    }

    Caller caller(String license, PlanId plan, List<Limit> terms, List<CreditGrant> grants) {
        License contract = new License(
                id(license),
                "customer of " + license,
                plan,
                LicenseState.ACTIVE,
                Instant.parse("2026-01-01T00:00:00Z"),
                ZoneOffset.UTC,
                null);
        return new Caller(contract, terms, grants);
    }

    long ledgerCalls() {
        return faultless().counters(id("lic_1"), Instant.EPOCH).stream()
                .mapToLong(one -> one.units())
                .sum();
    }

    private UsageLedger faultless() {
        return usage.ledger();
    }

    List<Health.Component> health() {
        List<Health.Component> all = new ArrayList<>(usage.storageHealth());
        all.add(usage.health());
        return all;
    }

    @Override
    public void close() {
        usage.close();
    }

    /** A caller. */
    final class Caller {
        final License license;
        private final LimitSubject limitSubject;
        private final LimitSet limitSet;
        private final LimitAccount account;
        private final UsageCaller caller;

        private Caller(License license, List<Limit> terms, List<CreditGrant> grants) {
            this.license = license;
            this.limitSubject = new LimitSubject(
                    license, Instant.parse("2026-01-01T00:00:00Z").toEpochMilli(), grants, "", "");
            this.limitSet = limits.limitSet(terms, Limit::name);
            this.account = limits.account(license.id());
            this.caller = usage.caller(new UsageAccount(license.id(), license.customer(), license.plan(), null, null));
        }

        private LimitRequest request(Requirement requirement, long atMillis) {
            return new LimitRequest(limitSubject, limitSet, charges.of(requirement, Map.of()), atMillis);
        }

        /** Reserves the units of a call; empty if it is refused. */
        Optional<LimitHold> reserve(Requirement requirement, long atMillis) {
            return usage.hasRoom()
                            && limits.reserve(account, request(requirement, atMillis)) instanceof LimitHold reserved
                    ? Optional.of(reserved)
                    : Optional.empty();
        }

        boolean call() {
            return call(Requirement.license(), 200);
        }

        /** Returns whether the call was granted. */
        boolean call(Requirement requirement, int status) {
            Optional<LimitHold> hold = reserve(requirement, clock.millis());
            hold.ifPresent(held -> settle(held, status));
            return hold.isPresent();
        }

        void settle(LimitHold hold, int status) {
            Outcome outcome = new Outcome(status, 0);
            CallUsage used = Objects.requireNonNull(hold.end(outcome), "settled before");
            try {
                usage.record(caller, used, outcome, UsageKind.CHARGED);
            } finally {
                hold.count(used);
            }
        }

        void observe(Requirement requirement, long atMillis, int status) {
            Outcome outcome = new Outcome(status, 0);
            CallUsage used = Objects.requireNonNull(
                    limits.observe(request(requirement, atMillis)).end(outcome), "settled before");
            usage.record(caller, used, outcome, UsageKind.OBSERVED);
        }

        /** Returns the status of each limit. */
        List<LimitStatus> statuses(Requirement requirement) {
            return limits.peek(account, request(requirement, clock.millis()));
        }
    }
}
