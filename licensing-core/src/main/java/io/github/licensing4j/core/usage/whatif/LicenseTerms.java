package io.github.licensing4j.core.usage.whatif;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseAccess.Active;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.StoreException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The terms of a license over time under one catalog, as they are looked up in the order of time. For one thread. */
final class LicenseTerms {
    private final LicenseRecord license;
    private final List<LicenseRevision> past;
    private final Catalog catalog;
    private final TermsListener listener;
    private long fromMillis = Long.MAX_VALUE;
    private long untilMillis = Long.MIN_VALUE;
    private @Nullable ReplayedTerms current;

    /** Receives the terms that a license had at some instant. */
    interface TermsListener {
        void inForce(Terms terms);

        /**
         * Notes that the catalog does not define the terms.
         *
         * @param cause the reason
         */
        void undefined(LicensingException cause);
    }

    /** @param past the former revisions, oldest first */
    LicenseTerms(LicenseRecord license, List<LicenseRevision> past, Catalog catalog, TermsListener listener) {
        this.license = license;
        this.past = past;
        this.catalog = catalog;
        this.listener = listener;
    }

    /** Returns the terms at an instant, null where the catalog does not define them. */
    @Nullable
    ReplayedTerms at(long millis) {
        if (millis < fromMillis || millis >= untilMillis) {
            look(millis);
        }
        return current;
    }

    /** Returns whether others may hold before an instant that follows the last one that was looked up. */
    boolean changesBefore(long millis) {
        return untilMillis < millis;
    }

    private void look(long millis) {
        Instant at = Instant.ofEpochMilli(millis);
        Revision revision = revision(at);
        EffectiveLicense effective = EffectiveLicense.at(revision.record, at);
        long until = Math.min(revision.untilMillis, millis(effective.until()));
        ReplayedTerms found = null;
        try {
            Active active = LicenseEvaluator.terms(revision.record, effective, catalog);
            listener.inForce(active.terms());
            long began =
                    LicenseEvaluator.began(revision.record, active.license()).toEpochMilli();
            found = ReplayedTerms.of(active, began, millis, until);
            until = found.untilMillis();
        } catch (StoreException e) {
            throw e;
        } catch (LicensingException e) {
            listener.undefined(e);
        }
        current = found;
        fromMillis = millis;
        untilMillis = until;
    }

    private record Revision(LicenseRecord record, long untilMillis) {}

    private Revision revision(Instant at) {
        for (LicenseRevision one : past) {
            LicenseRecord record = one.license();
            if (record != null && at.isBefore(one.until())) {
                return new Revision(record, one.until().toEpochMilli());
            }
        }
        return new Revision(license, Long.MAX_VALUE);
    }

    private static long millis(Instant at) {
        return at.equals(Instant.MAX) ? Long.MAX_VALUE : at.toEpochMilli();
    }
}
