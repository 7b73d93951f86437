package io.github.licensing4j.core.usage;

import io.github.licensing4j.LicenseId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What was decided for each license in this process. Bounded: those after so many are not told apart. */
final class UsageTallies {
    private final ConcurrentHashMap<LicenseId, UsageTally> byLicense = new ConcurrentHashMap<>();
    private final UsageTally others = new UsageTally();
    private final int max;

    UsageTallies(int max) {
        this.max = max;
    }

    UsageTally of(LicenseId license) {
        UsageTally known = byLicense.get(license);
        if (known != null) {
            return known;
        }
        return byLicense.size() < max ? byLicense.computeIfAbsent(license, absent -> new UsageTally()) : others;
    }

    /** Whether every license was told apart. */
    boolean isComplete() {
        return others.sums().length == 0;
    }

    Map<LicenseId, UsageTally> all() {
        return byLicense;
    }
}
