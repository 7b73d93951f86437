package io.github.licensing4j.core;

import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseAccess.Active;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.limit.ChargePlans;
import io.github.licensing4j.core.limit.LimitAccount;
import io.github.licensing4j.core.limit.LimitRequest;
import io.github.licensing4j.core.limit.LimitSet;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.core.limit.Proration;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Reads the current state of every limit of a license, whichever endpoint charges it. Consumes nothing. */
final class LimitStatusReader {
    private final Limits limits;
    private final LiveCatalog catalogs;
    private final LicenseCache licenseCache;
    private final InstantSource clock;
    private final ChargePlans plans = new ChargePlans();

    LimitStatusReader(Limits limits, LiveCatalog catalogs, LicenseCache licenseCache, InstantSource clock) {
        this.limits = limits;
        this.catalogs = catalogs;
        this.licenseCache = licenseCache;
        this.clock = clock;
    }

    /** Returns the statuses of the limits of a caller. */
    List<LimitStatus> of(LicensedCaller caller) {
        long now = clock.millis();
        return limits.peek(
                caller.account(),
                new LimitRequest(
                        caller.limitSubject(),
                        caller.limits(),
                        plans.ofAll(caller.catalog().meters()),
                        now));
    }

    /** Returns the statuses of the limits of a stored license, whatever its state. */
    List<LimitStatus> of(LicenseRecord stored) {
        Catalog catalog = catalogs.current();
        Instant now = clock.instant();
        Active terms = LicenseEvaluator.terms(stored, EffectiveLicense.at(stored, now), catalog);
        LimitSet limitSet = limits.limitSet(Proration.of(terms, now.toEpochMilli()), terms.terms());
        LimitAccount account = limits.account(stored.id());
        LimitSubject limitSubject = LimitSubjects.of(terms, stored, licenseCache, "");
        return limits.peek(
                account, new LimitRequest(limitSubject, limitSet, plans.ofAll(catalog.meters()), now.toEpochMilli()));
    }
}
