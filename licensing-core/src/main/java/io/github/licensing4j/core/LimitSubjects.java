package io.github.licensing4j.core;

import io.github.licensing4j.License;
import io.github.licensing4j.Limit;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.LicenseAccess.Active;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.core.limit.credits.Credits;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates the subjects whose limits apply to calls. */
final class LimitSubjects {
    private LimitSubjects() {}

    /** Returns the subject of a stored license. */
    static LimitSubject of(Active standing, LicenseRecord stored, LicenseCache licenseCache, String key) {
        License license = standing.license();
        List<CreditGrant> grants = hasCredits(standing.terms()) ? licenseCache.grants(stored.id()) : List.of();
        return new LimitSubject(
                license,
                LicenseEvaluator.began(stored, license).toEpochMilli(),
                grants,
                key,
                "",
                LicenseEvaluator.freshMillis(stored, license));
    }

    /**
     * Returns the subject of a self-contained token. It has no start, so nothing is carried into a period.
     *
     * @param anchor the start of periods by the token, null if it has none
     */
    static LimitSubject of(Active standing, @Nullable Instant anchor) {
        Terms terms = standing.terms();
        List<CreditGrant> grants = Credits.ofToken(standing.license(), terms.limits(), terms::counterName, anchor);
        return new LimitSubject(standing.license(), Long.MAX_VALUE, grants, "", "");
    }

    private static boolean hasCredits(Terms terms) {
        return terms.limits().stream().anyMatch(limit -> limit.kind() == Limit.Kind.CREDITS);
    }
}
