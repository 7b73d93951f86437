package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.License;
import io.github.licensing4j.Limit;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.Standing.InForce;
import io.github.licensing4j.core.license.Standing.Prorated;
import io.github.licensing4j.core.limit.Proration;
import io.github.licensing4j.spi.CounterId;
import java.util.List;
import java.util.Optional;

/**
 * The quotas that hold for one license.
 *
 * @param license how it stands
 * @param terms what it includes
 * @param limits its limits at the instant asked for, where a change of plan divides them
 */
record UsageTerms(License license, Terms terms, List<Limit> limits) {

    /** @param atMillis an instant of the quota periods that are asked for */
    static UsageTerms at(InForce inForce, long atMillis) {
        Prorated prorated = inForce.prorated();
        Terms terms = inForce.terms();
        List<Limit> limits = prorated == null
                ? terms.limits()
                : Proration.of(inForce.license(), prorated.before().limits(), terms.limits(), prorated.at(), atMillis)
                        .limits();
        return new UsageTerms(inForce.license(), terms, limits);
    }

    /** The quota that a counter is of, empty if it has none any more. */
    Optional<QuotaLimit> quota(CounterId counter) {
        return limits.stream()
                .filter(QuotaLimit.class::isInstance)
                .map(QuotaLimit.class::cast)
                .filter(quota -> terms.counterName(quota).equals(counter.limit())
                        && quota.of().name().equals(counter.scope().name())
                        && quota.meter().equals(counter.meter())
                        && quota.per().toString().equals(counter.per()))
                .findFirst();
    }
}
