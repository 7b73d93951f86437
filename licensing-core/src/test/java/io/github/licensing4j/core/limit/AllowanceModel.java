package io.github.licensing4j.core.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules of quotas and credits written as plainly as they can be: maps, loops, nothing shared with the engine. */
final class AllowanceModel {
    private static final Map<String, Period> LENGTHS = Map.of(
            "P1M", Period.ofMonths(1), "P1D", Period.ofDays(1), "P1W", Period.ofWeeks(1), "P7D", Period.ofDays(7));

    /** What is counted, by counter and start of its period. */
    final Map<String, Long> used = new HashMap<>();

    /** What is consumed or held, by license, limit and grant. */
    final Map<String, Long> consumed = new HashMap<>();

    /** A quota as it is in force. */
    record Quota(
            String name,
            String meter,
            String per,
            String of,
            long amount,
            long amountBefore,
            @Nullable Long cap,
            @Nullable Long rollover) {}

    /** A license as it is in force. */
    static final class Owner {
        final String id;
        final List<Grant> grants = new ArrayList<>();
        Instant anchor;
        Instant began;
        ZoneId zone;

        Owner(String id, Instant anchor, ZoneId zone) {
            this.id = id;
            this.anchor = anchor;
            this.began = anchor;
            this.zone = zone;
        }
    }

    /** A credit grant. */
    static final class Grant {
        final String id;
        final String limit;
        final long amount;
        final int priority;
        final Instant createdAt;
        final Instant effectiveAt;
        final @Nullable Instant expiresAt;
        boolean taken;

        Grant(
                String id,
                String limit,
                long amount,
                int priority,
                Instant createdAt,
                Instant from,
                @Nullable Instant until) {
            this.id = id;
            this.limit = limit;
            this.amount = amount;
            this.priority = priority;
            this.createdAt = createdAt;
            this.effectiveAt = from;
            this.expiresAt = until;
        }
    }

    /** Who calls. */
    record Who(Owner license, String key, String user) {}

    /** Units held of one counter, settled into it whenever that is. */
    record QuotaPart(String counter, long units) {}

    /** Units held of the grants of one limit, in the order in which they are consumed. */
    record CreditPart(List<String> grants, List<Long> amounts, List<Long> held) {}

    static Instant[] period(String per, Instant anchor, ZoneId zone, Instant now) {
        if (per.startsWith("PT")) {
            Instant start = anchor;
            Duration length = Duration.parse(per);
            long n = Math.floorDiv(Duration.between(anchor, now).toMillis(), length.toMillis());
            start = start.plus(length.multipliedBy(n));
            return new Instant[] {start, start.plus(length)};
        }
        ZonedDateTime first = anchor.atZone(zone);
        Period length = Objects.requireNonNull(LENGTHS.get(per));
        // A little too early, so that the loop ends soon.
        long whole = length.getMonths() > 0
                ? ChronoUnit.MONTHS.between(first, now.atZone(zone)) / length.getMonths()
                : ChronoUnit.DAYS.between(first, now.atZone(zone)) / length.getDays();
        int n = (int) whole - 2;
        Instant start = first.plus(length.multipliedBy(n)).toInstant();
        Instant end = first.plus(length.multipliedBy(n + 1)).toInstant();
        while (!end.isAfter(now)) {
            n++;
            start = end;
            end = first.plus(length.multipliedBy(n + 1)).toInstant();
        }
        return new Instant[] {start, end};
    }

    static Instant[] period(Quota quota, Owner owner, Instant now) {
        return quota.of().equals("customer")
                ? period(quota.per(), Instant.EPOCH, ZoneOffset.UTC, now)
                : period(quota.per(), owner.anchor, owner.zone, now);
    }

    private static Instant[] period(Quota quota, Who who, Instant now) {
        return period(quota, who.license(), now);
    }

    /** A plan until another one took its place. */
    record Past(List<Quota> quotas, Instant until, boolean prorated) {

        long amount(String name) {
            return quotas.stream()
                    .filter(quota -> quota.name().equals(name))
                    .mapToLong(Quota::amount)
                    .sum();
        }
    }

    /** The amount at an instant: of each plan of a prorated period its part of the seconds, rounded down. */
    static long amount(Quota quota, List<Past> plans, Owner owner, Instant at) {
        Instant[] period = period(quota, owner, at);
        long length = Duration.between(period[0], period[1]).toSeconds();
        long sum = 0;
        long from = 0;
        boolean prorated = false;
        long inForce = quota.amount();
        for (int i = plans.size() - 1; i >= 0 && plans.get(i).until().isAfter(at); i--) {
            inForce = plans.get(i).amount(quota.name());
        }
        for (Past past : plans) {
            if (past.until().isAfter(period[0]) && !past.until().isAfter(at)) {
                long to = Duration.between(period[0], past.until()).toSeconds();
                sum += past.amount(quota.name()) * (to - from) / length;
                from = to;
                prorated |= past.prorated();
            }
        }
        return prorated ? sum + inForce * (length - from) / length : inForce;
    }

    static Quota asOf(Quota quota, List<Past> plans, Owner owner, Instant now) {
        Instant before = period(quota, owner, now)[0].minusMillis(1);
        return new Quota(
                quota.name(),
                quota.meter(),
                quota.per(),
                quota.of(),
                amount(quota, plans, owner, now),
                amount(quota, plans, owner, before),
                quota.cap(),
                quota.rollover());
    }

    /** A correction counts for the license, its customer, and the key and user that it names. */
    void correct(Quota quota, Who who, Instant at, long units) {
        used.merge(counter(quota, who, at), units, Long::sum);
    }

    /** A correction counts in the grant that it names. */
    void correct(Grant grant, Owner license, long units) {
        consumed.merge(counter(license, grant), units, Long::sum);
    }

    /**
     * The first grant then in force that a call has used and that stays between nothing and its amount. One that no call has
     * used is read from a ledger, which these histories do without.
     */
    Optional<Grant> correctable(String limit, Owner license, Instant at, long units) {
        return inForce(limit, license, at).stream()
                .filter(grant -> consumed.containsKey(counter(license, grant)))
                .filter(grant -> {
                    long corrected = consumed.getOrDefault(counter(license, grant), 0L) + units;
                    return 0 <= corrected && corrected <= grant.amount;
                })
                .findFirst();
    }

    private static String subject(Quota quota, Who who) {
        return switch (quota.of()) {
            case "customer" -> "all";
            case "key" -> who.license().id + "/key/" + who.key();
            case "user" -> who.license().id + "/user/" + who.user();
            default -> who.license().id;
        };
    }

    String counter(Quota quota, Who who, Instant now) {
        return counter(quota, who, period(quota, who, now));
    }

    private static String counter(Quota quota, Who who, Instant[] period) {
        return quota.name() + "@" + subject(quota, who) + "@" + period[0].toEpochMilli();
    }

    long used(Quota quota, Who who, Instant now) {
        return used.getOrDefault(counter(quota, who, now), 0L);
    }

    long ceiling(Quota quota, Who who, Instant now) {
        return quota.amount() + (quota.cap() == null ? 0 : quota.cap()) + carried(quota, who, now);
    }

    long carried(Quota quota, Who who, Instant now) {
        Instant[] present = period(quota, who, now);
        if (quota.rollover() == null || !present[0].isAfter(who.license().began)) {
            return 0;
        }
        Instant[] before = period(quota, who, present[0].minusMillis(1));
        long usedBefore = Math.max(0, used.getOrDefault(counter(quota, who, before), 0L));
        return Math.min(quota.rollover(), Math.max(0, quota.amountBefore() - usedBefore));
    }

    List<Grant> inForce(String limit, Owner license, Instant now) {
        List<Grant> grants = new ArrayList<>();
        for (Grant grant : license.grants) {
            if (grant.limit.equals(limit)
                    && !grant.taken
                    && !now.isBefore(grant.effectiveAt)
                    && (grant.expiresAt == null || now.isBefore(grant.expiresAt))) {
                grants.add(grant);
            }
        }
        grants.sort(Comparator.<Grant>comparingInt(grant -> grant.priority)
                .thenComparing(grant -> grant.expiresAt == null ? Instant.MAX : grant.expiresAt)
                .thenComparing(grant -> grant.createdAt)
                .thenComparing(grant -> grant.id));
        return grants;
    }

    private static String counter(Owner license, Grant grant) {
        return license.id + "/" + grant.limit + "/" + grant.id;
    }

    long consumed(String limit, Owner license, Instant now) {
        long sum = 0;
        for (Grant grant : inForce(limit, license, now)) {
            sum += consumed.getOrDefault(counter(license, grant), 0L);
        }
        return sum;
    }

    long balance(String limit, Owner license, Instant now) {
        long sum = 0;
        for (Grant grant : inForce(limit, license, now)) {
            sum += grant.amount;
        }
        return sum - consumed(limit, license, now);
    }

    boolean fits(Quota quota, Who who, Instant now, long units) {
        long left = ceiling(quota, who, now) - used(quota, who, now);
        return left > 0 && units <= left;
    }

    boolean fits(String limit, Owner license, Instant now, long units) {
        long balance = balance(limit, license, now);
        return balance > 0 && units <= balance;
    }

    QuotaPart hold(Quota quota, Who who, Instant now, long units) {
        String counter = counter(quota, who, now);
        used.merge(counter, units, Long::sum);
        return new QuotaPart(counter, units);
    }

    void settle(QuotaPart part, long really) {
        used.merge(part.counter(), really - part.units(), Long::sum);
    }

    CreditPart hold(String limit, Owner license, Instant now, long units) {
        List<String> counters = new ArrayList<>();
        List<Long> amounts = new ArrayList<>();
        for (Grant grant : inForce(limit, license, now)) {
            counters.add(counter(license, grant));
            amounts.add(grant.amount);
        }
        CreditPart part = new CreditPart(counters, amounts, new ArrayList<>(Collections.nCopies(counters.size(), 0L)));
        take(part, units);
        return part;
    }

    /** Of each grant in its turn what is left of it; of the last one all that remains. */
    private void take(CreditPart part, long units) {
        long rest = units;
        for (int i = 0; i < part.grants().size(); i++) {
            String grant = part.grants().get(i);
            long left = Math.max(0, part.amounts().get(i) - consumed.getOrDefault(grant, 0L));
            boolean isLast = i == part.grants().size() - 1;
            long taken = isLast ? rest : Math.min(rest, left);
            consumed.merge(grant, taken, Long::sum);
            part.held().set(i, part.held().get(i) + taken);
            rest -= taken;
        }
    }

    /** Less is given back by the grant that would have been consumed last; more is taken as at the start. */
    void settle(CreditPart part, long really) {
        long held = 0;
        for (long units : part.held()) {
            held += units;
        }
        take(part, Math.max(0, really - held));
        for (int i = part.held().size() - 1; i >= 0; i--) {
            long back = Math.min(part.held().get(i), Math.max(0, held - really));
            part.held().set(i, part.held().get(i) - back);
            consumed.merge(part.grants().get(i), -back, Long::sum);
            held -= back;
        }
    }
}
