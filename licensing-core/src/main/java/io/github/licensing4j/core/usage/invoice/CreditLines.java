package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.Limit;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CreditGrant;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What became of prepaid units: they are paid for beforehand, so these lines cost nothing. */
final class CreditLines {
    private final Terms terms;
    private final BillingPeriod period;
    private final Sheet sheet;
    private final ToIntFunction<String> scales;

    CreditLines(Terms terms, BillingPeriod period, Sheet sheet, ToIntFunction<String> scales) {
        this.terms = terms;
        this.period = period;
        this.sheet = sheet;
        this.scales = scales;
    }

    void add(List<CreditGrant> grants, List<CounterIncrement> counters) {
        grants.stream()
                .filter(this::isOfThePeriod)
                .sorted(CreditGrant.BURN_ORDER)
                .forEach(grant -> add(grant, burnt(grant, counters)));
    }

    private boolean isOfThePeriod(CreditGrant grant) {
        return grant.effectiveAt().isBefore(period.to())
                && isAfterBegin(grant.expiresAt())
                && isAfterBegin(grant.voidedAt());
    }

    private boolean isAfterBegin(@Nullable Instant end) {
        return end == null || end.isAfter(period.from());
    }

    private static long burnt(CreditGrant grant, List<CounterIncrement> counters) {
        return counters.stream()
                .filter(counter -> counter.counter().kind() == Limit.Kind.CREDITS
                        && counter.counter().per().equals(grant.id()))
                .mapToLong(CounterIncrement::units)
                .reduce(0, Math::addExact);
    }

    private void add(CreditGrant grant, long burnt) {
        String name = grant.limit() + ", grant " + grant.id();
        if (period.has(grant.effectiveAt())) {
            sheet.shown(Kind.CREDITS_GRANTED, name, units(grant, grant.amount()));
        }
        if (burnt != 0) {
            sheet.shown(Kind.CREDITS_BURNT, name, units(grant, burnt));
            if (grant.effectiveAt().isBefore(period.from())) {
                sheet.note("What is burnt of grant " + grant.id() + " is counted since " + grant.effectiveAt()
                        + ": the ledger does not keep it apart by periods.");
            }
        }
        long left = Math.max(0, grant.amount() - burnt);
        Instant expiry = grant.expiresAt();
        Instant taken = grant.voidedAt();
        if (left > 0 && taken != null && (expiry == null || taken.isBefore(expiry))) {
            lapsed(Kind.CREDITS_VOIDED, name + ", taken back at ", taken, units(grant, left));
        } else if (left > 0 && expiry != null) {
            lapsed(Kind.CREDITS_EXPIRED, name + ", until ", expiry, units(grant, left));
        }
    }

    private void lapsed(Kind kind, String name, Instant at, BigDecimal units) {
        if (period.hasEnd(at)) {
            sheet.shown(kind, name + at, units);
        }
    }

    private BigDecimal units(CreditGrant grant, long units) {
        return Quantity.of(
                units,
                terms.limits().stream()
                        .filter(limit -> limit instanceof CreditsLimit
                                && terms.counterName(limit).equals(grant.limit()))
                        .map(limit -> scales.applyAsInt(((CreditsLimit) limit).meter()))
                        .findFirst()
                        .orElse(0));
    }
}
