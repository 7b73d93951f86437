package io.github.licensing4j.core.usage;

import io.github.licensing4j.LicenseId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was decided for each license in this process. Bounded: those after so many are not distinguished, but for stored ones, which
 * always are.
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

    /** The tally of a license that is stored. */
    UsageTally ofStored(LicenseId license) {
        UsageTally known = byLicense.get(license);
        return known == null ? made(license, Integer.MAX_VALUE) : known;
    }

    /** One at a time, so that a license that is once among the others stays there. */
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

    /** Whether every license was told apart. */
    boolean isComplete() {
        return others.sums().length == 0;
    }

    Map<LicenseId, UsageTally> all() {
        return byLicense;
    }
}
