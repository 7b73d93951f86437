package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.admin.Invoice.Kind;
import io.github.licensing4j.admin.UsageAdmin.GrantView;
import io.github.licensing4j.spi.CreditGrant;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What became of prepaid units: they are paid for beforehand, so these lines cost nothing. */
final class CreditLines {
    private final BillingPeriod period;
    private final Sheet sheet;
    private final ToIntFunction<String> scales;

    CreditLines(BillingPeriod period, Sheet sheet, ToIntFunction<String> scales) {
        this.period = period;
        this.sheet = sheet;
        this.scales = scales;
    }

    void add(List<GrantView> grants) {
        grants.stream()
                .filter(shown -> isOfThePeriod(shown.grant()))
                .sorted(Comparator.comparing(GrantView::grant, CreditGrant.BURN_ORDER))
                .forEach(this::add);
    }

    private boolean isOfThePeriod(CreditGrant grant) {
        return grant.effectiveAt().isBefore(period.to())
                && isAfterBegin(grant.expiresAt())
                && isAfterBegin(grant.voidedAt());
    }

    private boolean isAfterBegin(@Nullable Instant end) {
        return end == null || end.isAfter(period.from());
    }

    private void add(GrantView shown) {
        CreditGrant grant = shown.grant();
        if (shown.meter() == null) {
            sheet.note("The meter of limit '" + grant.limit() + "' is not known any more, so grant " + grant.id()
                    + " is not shown.");
            return;
        }
        long burnt = shown.burnt();
        String name = grant.limit() + ", grant " + grant.id();
        if (period.has(grant.effectiveAt())) {
            sheet.shown(Kind.CREDITS_GRANTED, name, units(shown, grant.amount()));
        }
        if (burnt != 0) {
            sheet.shown(Kind.CREDITS_BURNT, name, units(shown, burnt));
            if (grant.effectiveAt().isBefore(period.from())) {
                sheet.note("What is burnt of grant " + grant.id() + " is counted since " + grant.effectiveAt()
                        + ": the ledger does not keep it apart by periods.");
            }
        }
        long left = Math.max(0, grant.amount() - burnt);
        Instant expiry = grant.expiresAt();
        Instant taken = grant.voidedAt();
        if (left > 0 && taken != null && (expiry == null || taken.isBefore(expiry))) {
            lapsed(Kind.CREDITS_VOIDED, name + ", taken back at ", taken, units(shown, left));
        } else if (left > 0 && expiry != null) {
            lapsed(Kind.CREDITS_EXPIRED, name + ", until ", expiry, units(shown, left));
        }
    }

    private void lapsed(Kind kind, String name, Instant at, BigDecimal units) {
        if (period.hasEnd(at)) {
            sheet.shown(kind, name + at, units);
        }
    }

    private BigDecimal units(GrantView shown, long units) {
        return Quantity.of(units, scales.applyAsInt(Objects.requireNonNull(shown.meter())));
    }
}
