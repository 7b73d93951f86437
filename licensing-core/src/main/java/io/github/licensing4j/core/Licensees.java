package io.github.licensing4j.core;

import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.License;
import io.github.licensing4j.QuotaLimit.Holder;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.LicenseBook;
import io.github.licensing4j.core.license.LicenseDesk;
import io.github.licensing4j.core.license.Standing.InForce;
import io.github.licensing4j.core.limit.Credits;
import io.github.licensing4j.core.limit.Licensee;
import io.github.licensing4j.core.limit.LimitSheet;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says whose limits calls are held to. */
final class Licensees {
    private Licensees() {}

    /** The one behind a stored license, as far as its record tells. */
    static Licensee of(InForce standing, LicenseRecord stored, LicenseBook book, String key) {
        License license = standing.license();
        List<CreditGrant> grants = hasCredits(standing.terms()) ? book.grants(stored.id()) : List.of();
        return new Licensee(
                license,
                LicenseDesk.began(stored, license).toEpochMilli(),
                grants,
                key,
                "",
                LicenseDesk.freshMillis(stored, license));
    }

    /**
     * The one behind a token that speaks for itself: nothing says since when, so nothing is carried into a period.
     *
     * @param anchor what the token says that periods are counted from, null if it says nothing
     */
    static Licensee of(InForce standing, @Nullable Instant anchor) {
        Terms terms = standing.terms();
        List<CreditGrant> grants = Credits.ofToken(standing.license(), terms.limits(), terms::counterName, anchor);
        return new Licensee(standing.license(), Long.MAX_VALUE, grants, "", "");
    }

    /**
     * The id of the API key in whose quotas a caller counts, empty where no limit asks for it. It is read from the store.
     */
    static String key(KnownCaller known, LimitSheet limits, LicenseBook book) {
        return limits.counts(Holder.KEY) ? known.keyId(book) : "";
    }

    private static boolean hasCredits(Terms terms) {
        return terms.limits().stream().anyMatch(CreditsLimit.class::isInstance);
    }
}
