package io.github.licensing4j.core.limit;

import io.github.licensing4j.License;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.core.catalog.LimitStart;
import io.github.licensing4j.core.limit.LimitSet.Quota;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.QuotaClaim;
import io.github.licensing4j.spi.QuotaClaim.Carry;
import io.github.licensing4j.spi.QuotaWindow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A quota that applies to calls.
 *
 * @param charge where its charge stands in the charge sheet
 * @param units units to hold
 */
record QuotaLine(Quota quota, int charge, long units) {

    QuotaClaim claim(LimitRequest request, List<QuotaClaim> before) {
        CounterId counter = quota.counterOf(request.limitSubject());
        for (QuotaClaim claim : before) {
            if (claim.counter().equals(counter) && claim.window().contains(request.nowMillis())) {
                return claim(counter, claim.window(), request.limitSubject());
            }
        }
        return claim(counter, period(request.limitSubject().license(), request.nowMillis()), request.limitSubject());
    }

    private QuotaClaim claim(CounterId counter, QuotaWindow window, LimitSubject limitSubject) {
        Carry carry = carry(window, limitSubject);
        QuotaWindow first = carry == null ? window : carry.from();
        return new QuotaClaim(
                counter, window, quota.limit().ceiling(), units, carry, start(first, window, limitSubject));
    }

    /** Where the counter started after a window began: what was used in it before. Nothing is before the anchor but whole periods. */
    private @Nullable CounterStart start(QuotaWindow first, QuotaWindow window, LimitSubject limitSubject) {
        LimitStart start = quota.start();
        if (start == null || start.at().toEpochMilli() < first.startMillis()) {
            return null;
        }
        long anchor = limitSubject.license().anchor().toEpochMilli();
        boolean isAnchored = quota.limit().of() != QuotaLimit.Holder.CUSTOMER && anchor <= window.startMillis();
        return new CounterStart(start.at().toEpochMilli(), start.sameUse(), isAnchored ? anchor : Long.MIN_VALUE);
    }

    /** Nothing is carried from a period that ended before the license began. */
    @Nullable
    Carry carry(QuotaWindow window, LimitSubject limitSubject) {
        QuotaLimit.Rollover rollover = quota.limit().rollover();
        if (rollover == null || rollover.max() == 0 || window.startMillis() <= limitSubject.beganMillis()) {
            return null;
        }
        QuotaWindow from = period(limitSubject.license(), window.startMillis() - 1);
        return new Carry(from, quota.amountBefore(), rollover.max());
    }

    QuotaWindow period(License license, long atMillis) {
        return Periods.of(quota.limit(), license, atMillis);
    }
}
