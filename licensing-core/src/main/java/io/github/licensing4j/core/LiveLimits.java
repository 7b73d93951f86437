package io.github.licensing4j.core;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.license.Contract;
import io.github.licensing4j.core.license.LicenseBook;
import io.github.licensing4j.core.license.LicenseDesk;
import io.github.licensing4j.core.license.Standing.InForce;
import io.github.licensing4j.core.limit.ChargeSheet;
import io.github.licensing4j.core.limit.Licensee;
import io.github.licensing4j.core.limit.LimitAccount;
import io.github.licensing4j.core.limit.LimitRequest;
import io.github.licensing4j.core.limit.LimitSheet;
import io.github.licensing4j.core.limit.Limits;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Every limit of a license as it stands now, whichever endpoint would charge it. Takes nothing from any. */
final class LiveLimits {
    private final Limits limits;
    private final LiveCatalog catalogs;
    private final LicenseBook book;
    private final InstantSource clock;

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
                new LimitRequest(caller.licensee(), caller.limits(), everyMeter(caller.catalog()), now));
    }

    /** Those of a stored license, whatever its state. */
    List<LimitStatus> of(LicenseRecord stored) {
        Catalog catalog = catalogs.current();
        Instant now = clock.instant();
        InForce terms = LicenseDesk.terms(stored, Contract.at(stored, now), catalog);
        LimitSheet sheet =
                limits.sheet(LicensedCaller.mixOf(terms, now.toEpochMilli()).limits(), terms.terms()::counterName);
        LimitAccount account = limits.account(stored.id());
        Licensee licensee = Licensees.of(terms, stored, book, "");
        return limits.peek(account, new LimitRequest(licensee, sheet, everyMeter(catalog), now.toEpochMilli()));
    }

    private static ChargeSheet everyMeter(Catalog catalog) {
        List<Charge> charges = catalog.summary().meters().stream()
                .map(meter -> new Charge(meter.name(), 0, 0, ChargeOn.NOT_5XX))
                .toList();
        return ChargeSheet.of(new Requirement(List.of(), Set.of(), charges), catalog.meters());
    }
}
