package io.github.licensing4j.core.limit.credits;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.License;
import io.github.licensing4j.Limit;
import io.github.licensing4j.spi.CreditGrant;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Arithmetic of credit grants: which are due, which are in force, and for how long. */
public final class Credits {
    /** The id of the grant that a token alone brings. */
    private static final String INITIAL = "initial";

    private Credits() {}

    /**
     * The grants that are due to a stored license: one for each credits limit that starts with something and that the license
     * never had a grant of.
     *
     * @param license the license under its present plan
     * @param limits the limits of that plan
     * @param counterName the first name a limit had, which its grants keep
     * @param had the first names of the credits limits that it ever had a grant of, taken back or lapsed or not
     * @param ids makes the id of a new grant
     */
    public static List<CreditGrant> initialGrants(
            License license,
            List<Limit> limits,
            Function<Limit, String> counterName,
            Set<String> had,
            Instant now,
            Supplier<String> ids) {
        List<CreditGrant> due = new ArrayList<>();
        for (CreditsLimit credits : Limit.select(limits, CreditsLimit.class)) {
            String name = counterName.apply(credits);
            if (credits.initial() > 0 && !had.contains(name)) {
                due.add(grant(ids.get(), license, name, credits.initial(), now, expiry(license, credits.expires(), now))
                        .of(credits.meter()));
            }
        }
        return due;
    }

    /**
     * Returns the grants of a self-contained license token: one for each credits limit, from its anchor. They lapse only
     * if the token has an anchor.
     *
     * @param anchor the start of periods by the token, null if it has none
     */
    public static List<CreditGrant> ofToken(
            License license, List<Limit> limits, Function<Limit, String> counterName, @Nullable Instant anchor) {
        List<CreditGrant> grants = new ArrayList<>();
        for (CreditsLimit credits : Limit.select(limits, CreditsLimit.class)) {
            if (credits.initial() > 0) {
                Instant from = anchor == null ? Instant.EPOCH : anchor;
                ContractPeriod lapses = anchor == null ? null : credits.expires();
                grants.add(grant(
                                INITIAL,
                                license,
                                counterName.apply(credits),
                                credits.initial(),
                                from,
                                expiry(license, lapses, from))
                        .of(credits.meter()));
            }
        }
        return grants;
    }

    private static CreditGrant grant(
            String id, License license, String limit, long amount, Instant from, @Nullable Instant expiresAt) {
        return new CreditGrant(
                id,
                license.id(),
                1,
                limit,
                amount,
                CreditGrant.FIRST,
                new CreditGrant.Times(from, from, expiresAt, null),
                null);
    }

    private static @Nullable Instant expiry(License license, @Nullable ContractPeriod after, Instant from) {
        if (after == null) {
            return null;
        }
        ZonedDateTime granted = from.atZone(license.zone());
        return after.isCalendar() ? granted.plus(after.date()).toInstant() : from.plus(after.time());
    }

    static boolean holds(CreditGrant grant, long nowMillis) {
        return grant.times().voidedAt() == null
                && grant.times().effectiveAt().toEpochMilli() <= nowMillis
                && nowMillis < expiresMillis(grant);
    }

    static long expiresMillis(CreditGrant grant) {
        Instant expires = grant.times().expiresAt();
        return expires == null ? Long.MAX_VALUE : expires.toEpochMilli();
    }

    /** Since when the same grants are in force. */
    static long since(List<CreditGrant> grants, long nowMillis) {
        long since = Long.MIN_VALUE;
        for (CreditGrant grant : grants) {
            since = latest(since, grant.times().effectiveAt().toEpochMilli(), nowMillis);
            since = latest(since, expiresMillis(grant), nowMillis);
        }
        return since;
    }

    private static long latest(long since, long turn, long nowMillis) {
        return turn <= nowMillis ? Math.max(since, turn) : since;
    }

    /** The first epoch millisecond at which other grants are in force, {@link Long#MAX_VALUE} if never. */
    static long until(List<CreditGrant> grants, long nowMillis) {
        long until = Long.MAX_VALUE;
        for (CreditGrant grant : grants) {
            until = earliest(until, grant.times().effectiveAt().toEpochMilli(), nowMillis);
            until = earliest(until, expiresMillis(grant), nowMillis);
        }
        return until;
    }

    private static long earliest(long until, long turn, long nowMillis) {
        return turn > nowMillis ? Math.min(until, turn) : until;
    }
}
