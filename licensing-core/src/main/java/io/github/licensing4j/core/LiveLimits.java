package io.github.licensing4j.core;

import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.license.Contract;
import io.github.licensing4j.core.license.LicenseBook;
import io.github.licensing4j.core.license.LicenseDesk;
import io.github.licensing4j.core.license.Standing.InForce;
import io.github.licensing4j.core.limit.ChargeSheets;
import io.github.licensing4j.core.limit.Licensee;
import io.github.licensing4j.core.limit.LimitAccount;
import io.github.licensing4j.core.limit.LimitRequest;
import io.github.licensing4j.core.limit.LimitSheet;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.core.limit.Proration;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Every limit of a license as it stands now, whichever endpoint would charge it. Takes nothing from any. */
final class LiveLimits {
    private final Limits limits;
    private final LiveCatalog catalogs;
    private final LicenseBook book;
    private final InstantSource clock;
    private final ChargeSheets sheets = new ChargeSheets();

    LiveLimits(Limits limits, LiveCatalog catalogs, LicenseBook book, InstantSource clock) {
        this.limits = limits;
        this.catalogs = catalogs;
        this.book = book;
        this.clock = clock;
    }

    /** Those of a caller. */
    List<LimitStatus> of(LicensedCaller caller) {
        long now = clock.millis();
        return limits.peek(
                caller.account(),
                new LimitRequest(
                        caller.licensee(),
                        caller.limits(),
                        sheets.ofAll(caller.catalog().meters()),
                        now));
    }

    /** Those of a stored license, whatever its state. */
    List<LimitStatus> of(LicenseRecord stored) {
        Catalog catalog = catalogs.current();
        Instant now = clock.instant();
        InForce terms = LicenseDesk.terms(stored, Contract.at(stored, now), catalog);
        LimitSheet sheet = limits.sheet(Proration.of(terms, now.toEpochMilli()), terms.terms());
        LimitAccount account = limits.account(stored.id());
        Licensee licensee = Licensees.of(terms, stored, book, "");
        return limits.peek(
                account, new LimitRequest(licensee, sheet, sheets.ofAll(catalog.meters()), now.toEpochMilli()));
    }
}
