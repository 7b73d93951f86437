package io.github.licensing4j.core.limit.quota;

import io.github.licensing4j.License;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.LicenseAccess.Active;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.core.limit.Periods;
import io.github.licensing4j.core.limit.Proration;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaClaim.Carry;
import io.github.licensing4j.spi.QuotaWindow;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The quotas that hold for a license at one instant, by the same arithmetic that calls are held to.
 *
 * @param license the license at the instant
 * @param terms the terms of its plan and contract
 * @param amounts its limits with the amounts that hold
 */
public record LicenseQuotas(License license, Terms terms, Proration amounts) {

    /**
     * The quotas of a license in force, with the amounts of the periods that an instant lies in.
     *
     * @param atMillis in epoch milliseconds
     */
    public static LicenseQuotas at(Active active, long atMillis) {
        return new LicenseQuotas(active.license(), active.terms(), Proration.of(active, atMillis));
    }

    /**
     * The quota that a counter is of, empty if it has none any more. One that counts another meter, period or scope under the
     * same name is not it.
     */
    public Optional<QuotaLimit> quota(CounterId counter) {
        return quotas().filter(quota -> isOf(quota.counter(), counter))
                .map(QuotaRule::limit)
                .findFirst();
    }

    /** Returns whether the limit of a counter is now a quota of another meter, period or scope. */
    public boolean isOtherwise(CounterId counter) {
        return quota(counter).isEmpty()
                && quotas().anyMatch(quota -> quota.counter().limit().equals(counter.limit()));
    }

    /** Returns the counter of a limit without a subject; empty if the limit is not one of these quotas. */
    public Optional<CounterId> counter(Limit limit) {
        return quotas().filter(quota -> quota.limit().name().equals(limit.name()))
                .map(QuotaRule::counter)
                .findFirst();
    }

    private static boolean isOf(CounterId name, CounterId counter) {
        Scope scope = counter.scope();
        return name.equals(
                new CounterId(counter.limit(), counter.meter(), counter.kind(), counter.per(), scope, name.subject()));
    }

    /**
     * Returns the units carried into a period of one of these quotas, by the same arithmetic as for calls; null if none
     * can be.
     */
    public @Nullable Carry carry(QuotaLimit limit, LimitSubject limitSubject, QuotaWindow window) {
        Optional<QuotaRule> own = quotas().filter(quota -> quota.limit().name().equals(limit.name()))
                .findFirst();
        return own.isEmpty() ? null : own.get().carry(window, limitSubject);
    }

    /** Returns the earliest start of the periods that contain an instant. */
    public Instant earliestStart(Instant at) {
        return quotas().map(quota -> Periods.of(quota.limit(), license, at.toEpochMilli()))
                .map(window -> Instant.ofEpochMilli(window.startMillis()))
                .reduce(at, (one, other) -> one.isBefore(other) ? one : other);
    }

    private Stream<QuotaRule> quotas() {
        return Limit.select(amounts.limits(), QuotaLimit.class).stream()
                .map(limit -> QuotaRule.of(limit, amounts, terms));
    }
}
