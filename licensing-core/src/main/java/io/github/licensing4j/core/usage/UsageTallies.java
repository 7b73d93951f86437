package io.github.licensing4j.core.usage;

import io.github.licensing4j.LicenseId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what was decided for each license in this process. Bounded: licenses beyond the limit share one tally, except
 * stored ones, which always have their own.
 */
final class UsageTallies {
    private final ConcurrentHashMap<LicenseId, UsageTally> byLicense = new ConcurrentHashMap<>();
    private final UsageTally others = new UsageTally();
    private final int max;

    UsageTallies(int max) {
        this.max = max;
    }

    UsageTally of(LicenseId license) {
        UsageTally known = byLicense.get(license);
        return known == null ? made(license, max) : known;
    }

    /** Returns the tally of a stored license. */
    UsageTally ofStored(LicenseId license) {
        UsageTally known = byLicense.get(license);
        return known == null ? made(license, Integer.MAX_VALUE) : known;
    }

    /** Synchronized, so that a license that once used the shared tally keeps using it. */
    private synchronized UsageTally made(LicenseId license, int most) {
        UsageTally known = byLicense.get(license);
        if (known == null) {
            if (byLicense.size() >= most) {
                return others;
            }
            known = new UsageTally();
            byLicense.put(license, known);
        }
        return known;
    }

    /** Returns whether every license has a tally of its own. */
    boolean isComplete() {
        return others.sums().length == 0;
    }

    Map<LicenseId, UsageTally> all() {
        return byLicense;
    }
}
