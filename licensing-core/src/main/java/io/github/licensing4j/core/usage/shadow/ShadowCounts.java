package io.github.licensing4j.core.usage.shadow;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.core.limit.counter.InitialCounts;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterStart;
import io.github.licensing4j.spi.QuotaStore;
import io.github.licensing4j.spi.QuotaWindow;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageQuery;
import java.time.Instant;
import java.util.Set;

/**
 * Returns what the counters of a shadow catalog start with: the present counts of the live ones. A counter that replaces
 * another one starts with the usage of its meter in the hours of its window. Stores nothing. Safe for use by many threads.
 */
public final class ShadowCounts implements InitialCounts {
    private final QuotaStore live;
    private final UsageLedger ledger;

    public ShadowCounts(QuotaStore live, UsageLedger ledger) {
        this.live = live;
        this.ledger = ledger;
    }

    /** Every window is loaded: live counters have counted before. */
    @Override
    public long sinceMillis() {
        return Long.MAX_VALUE;
    }

    @Override
    public long counted(LicenseId license, CounterId counter, QuotaWindow window) {
        return live.account(license).used(counter, window);
    }

    @Override
    public long counted(LicenseId license, CounterId counter, QuotaWindow window, CounterStart start) {
        boolean isOfLicense = counter.scope() == Scope.LICENSE;
        if (!isOfLicense && counter.scope() != Scope.CUSTOMER) {
            // Hours of usage do not contain keys and users.
            return counted(license, counter, window);
        }
        UsageSelection selection = new UsageSelection(
                isOfLicense ? license.value() : null, isOfLicense ? null : counter.subject(), null, counter.meter());
        return ledger
                .usage(new UsageQuery(
                        license.issuer(),
                        selection,
                        Instant.ofEpochMilli(window.startMillis()),
                        Instant.ofEpochMilli(window.endMillis()),
                        Set.of(),
                        UsageKind.CHARGED,
                        null,
                        1))
                .items()
                .stream()
                .mapToLong(UsageTotal::units)
                .sum();
    }
}
