package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.Quantity;
import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.spi.CreditGrant;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Adds lines for prepaid units. They are already paid, so these lines cost nothing. */
final class CreditLines {
    private final BillingPeriod period;
    private final InvoiceLines invoiceLines;
    private final ToIntFunction<String> scales;

    CreditLines(BillingPeriod period, InvoiceLines invoiceLines, ToIntFunction<String> scales) {
        this.period = period;
        this.invoiceLines = invoiceLines;
        this.scales = scales;
    }

    void add(List<GrantedCredits> grants) {
        grants.stream()
                .filter(shown -> isOfThePeriod(shown.grant()))
                .sorted(Comparator.comparing(GrantedCredits::grant, CreditGrant.CONSUMPTION_ORDER))
                .forEach(this::add);
    }

    private boolean isOfThePeriod(CreditGrant grant) {
        return grant.times().effectiveAt().isBefore(period.to())
                && isAfterBegin(grant.times().expiresAt())
                && isAfterBegin(grant.times().voidedAt());
    }

    private boolean isAfterBegin(@Nullable Instant end) {
        return end == null || end.isAfter(period.from());
    }

    private void add(GrantedCredits shown) {
        CreditGrant grant = shown.grant();
        if (shown.meter() == null) {
            invoiceLines.note("The meter of limit '" + grant.limit() + "' is no longer known, so grant " + grant.id()
                    + " is not shown.");
            return;
        }
        long consumed = shown.consumed();
        String name = grant.limit() + ", grant " + grant.id();
        if (period.has(grant.times().effectiveAt())) {
            invoiceLines.shown(Kind.CREDITS_GRANTED, name, units(shown, grant.amount()));
        }
        if (consumed != 0) {
            invoiceLines.shown(Kind.CREDITS_CONSUMED, name, units(shown, consumed));
            if (grant.times().effectiveAt().isBefore(period.from())) {
                invoiceLines.note("The consumption of grant " + grant.id() + " is counted since "
                        + grant.times().effectiveAt() + ": the ledger does not divide it by periods.");
            }
        }
        long left = Math.max(0, grant.amount() - consumed);
        Instant expiry = grant.times().expiresAt();
        Instant taken = grant.times().voidedAt();
        if (left > 0 && taken != null && (expiry == null || taken.isBefore(expiry))) {
            lapsed(Kind.CREDITS_VOIDED, name + ", voided at ", taken, units(shown, left));
        } else if (left > 0 && expiry != null) {
            lapsed(Kind.CREDITS_EXPIRED, name + ", until ", expiry, units(shown, left));
        }
    }

    private void lapsed(Kind kind, String name, Instant at, BigDecimal units) {
        if (period.hasEnd(at)) {
            invoiceLines.shown(kind, name + at, units);
        }
    }

    private BigDecimal units(GrantedCredits shown, long units) {
        return Quantity.decimal(units, scales.applyAsInt(Objects.requireNonNull(shown.meter())));
    }
}
