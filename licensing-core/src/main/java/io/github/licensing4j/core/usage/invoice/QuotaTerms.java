package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.LicenseDesk;
import io.github.licensing4j.core.license.Standing.InForce;
import io.github.licensing4j.core.license.Standing.Prorated;
import io.github.licensing4j.core.limit.Licensee;
import io.github.licensing4j.core.limit.Periods;
import io.github.licensing4j.core.limit.Proration;
import io.github.licensing4j.core.limit.QuotaCounters;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.QuotaClaim.Carry;
import io.github.licensing4j.spi.QuotaWindow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The quotas that held for a license at one instant, by the same arithmetic that calls were held to.
 *
 * @param licensee whose they are
 * @param terms what the license included
 * @param limits its limits, where a change of plan divides them
 */
record QuotaTerms(Licensee licensee, Terms terms, List<Limit> limits) {

    static QuotaTerms at(LicenseRecord record, InForce inForce, Instant at) {
        Prorated prorated = inForce.prorated();
        Terms terms = inForce.terms();
        List<Limit> limits = prorated == null
                ? terms.limits()
                : Proration.of(
                                inForce.license(),
                                prorated.before().limits(),
                                terms.limits(),
                                prorated.at(),
                                at.toEpochMilli())
                        .limits();
        long began = LicenseDesk.began(record, inForce.license()).toEpochMilli();
        return new QuotaTerms(new Licensee(inForce.license(), began, List.of(), "", ""), terms, limits);
    }

    /** The quota that a counter is of, empty if it has none. */
    Optional<QuotaLimit> quota(CounterId counter) {
        return quotas().stream()
                .filter(quota -> terms.counterName(quota).equals(counter.limit())
                        && quota.meter().equals(counter.meter())
                        && quota.per().toString().equals(counter.per()))
                .findFirst();
    }

    /** What is carried into a period of a quota, null if nothing can be. */
    @Nullable
    Carry carry(QuotaLimit quota, QuotaWindow window) {
        return QuotaCounters.carry(quota, licensee, window);
    }

    /** When the earliest of the periods starts that an instant lies in. */
    Instant earliestStart(Instant at) {
        return quotas().stream()
                .map(quota -> Periods.of(quota, licensee.license(), at.toEpochMilli()))
                .map(window -> Instant.ofEpochMilli(window.startMillis()))
                .reduce(at, (one, other) -> one.isBefore(other) ? one : other);
    }

    private List<QuotaLimit> quotas() {
        return limits.stream()
                .filter(QuotaLimit.class::isInstance)
                .map(QuotaLimit.class::cast)
                .toList();
    }
}
