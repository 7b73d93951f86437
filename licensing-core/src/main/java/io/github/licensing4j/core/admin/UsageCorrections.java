package io.github.licensing4j.core.admin;

import io.github.licensing4j.Meter;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.ConflictException.Kind;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.Order;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.core.audit.AuditChain.Act;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.Contract;
import io.github.licensing4j.core.license.LicenseDesk;
import io.github.licensing4j.core.limit.QuotaCounters;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.Page;
import io.github.licensing4j.spi.PastLicense;
import io.github.licensing4j.spi.UsageCorrection;
import io.github.licensing4j.spi.UsageLedger;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts usage right. A correction counts in the hour and in the quota periods that its instant lies in, those of the customer
 * included; quotas of a key or a user, and credits, it leaves alone. A sum may fall below 0 by it: what was taken away too
 * much is then used before anything is counted again.
 */
final class UsageCorrections {
    private static final int PAGE = 1_000;
    /** Far from where sums end: it takes nine to reach that. */
    private static final long MOST = 1_000_000_000_000_000_000L;

    private final Registrar registrar;
    private final LicenseFinder finder;
    private final CatalogDesk catalog;
    private final Meters meters;
    private final Ids ids;
    private final Idempotency idempotency;
    private final UsageParts parts;

    /** What corrections are made with. */
    UsageCorrections(UsageShop shop, UsageParts parts) {
        this.registrar = shop.registrar();
        this.finder = shop.finder();
        this.catalog = shop.catalog();
        this.meters = shop.meters();
        this.ids = shop.ids();
        this.idempotency = shop.idempotency();
        this.parts = parts;
    }

    UsageCorrection correct(String licenseId, CorrectionRequest request, Order by) {
        // What was used up to now is there first, so that levels are told of in the order in which they were reached.
        parts.usage().flush();
        return registrar.carryOut(draft -> {
            LicenseRecord license = finder.stored(licenseId);
            Optional<String> before = idempotency.madeBefore(by, draft.now());
            if (before.isPresent()) {
                return made(license, before.get());
            }
            UsageCorrection correction = correction(license, request, by, draft.now());
            takeUpBefore(license, correction, draft.now());
            enter(draft, correction, by, request.units());
            return correction;
        });
    }

    /** A call of now may carry something from the period that is corrected, and ask for it at any time. */
    private void takeUpBefore(LicenseRecord license, UsageCorrection correction, Instant now) {
        var running = counters(license, new QuotaCounters.Use(correction.meter(), 0, now.toEpochMilli()));
        for (CounterIncrement corrected : correction.counters()) {
            running.stream()
                    .filter(one -> one.counter().equals(corrected.counter()))
                    .forEach(one -> parts.limits()
                            .takeUpBefore(license.id(), corrected.counter(), corrected.window(), one.window()));
        }
    }

    private void enter(Draft draft, UsageCorrection correction, Order by, BigDecimal units) {
        correction
                .counters()
                .forEach(counter -> parts.limits().takeUp(correction.license(), counter.counter(), counter.window()));
        // In one transaction, so that whoever is to hear of a level hears of it whenever the correction is there.
        draft.change()
                .correction(correction)
                .news(parts.messages().about(correction.counters()))
                .replay(idempotency.of(by, correction.id(), draft.now()));
        draft.act(new Act(
                by.actor(),
                "usage.corrected",
                correction.license().value(),
                correction.id(),
                by.reason(),
                Map.of(
                        "meter", correction.meter(),
                        "units", units.toPlainString(),
                        "at", correction.at().toString())));
        draft.whenStored(() -> {
            for (CounterIncrement counter : correction.counters()) {
                parts.limits().adjust(correction.license(), counter.counter(), counter.window(), counter.units());
            }
        });
    }

    private UsageCorrection correction(LicenseRecord license, CorrectionRequest request, Order by, Instant now) {
        Meter meter = meters.known(request.meter());
        long units = Meters.smallest("units", meter, request.units());
        if (units == 0 || Math.abs(units) > MOST) {
            throw new InvalidFieldException(
                    "units", "expected units other than 0, and at most " + meter.units(MOST) + " either way");
        }
        Instant at = at(license, request.at(), now);
        LicenseRecord then = asOf(license, at);
        List<CounterIncrement> counters = counters(then, new QuotaCounters.Use(meter.name(), units, at.toEpochMilli()));
        refuseIfTooMuch(license, counters);
        return new UsageCorrection(
                ids.next("cor_", now.toEpochMilli()),
                license.id(),
                license.customer(),
                Contract.at(then, at).terms(),
                meter.name(),
                units,
                at,
                now,
                by.actor(),
                by.reason(),
                counters);
    }

    private static Instant at(LicenseRecord license, @Nullable Instant wanted, Instant now) {
        Instant at = wanted == null ? now : wanted.truncatedTo(ChronoUnit.MILLIS);
        if (at.isBefore(license.createdAt()) || at.isAfter(now)) {
            throw new InvalidFieldException(
                    "at", "expected an instant from " + license.createdAt() + ", when the license was made, to " + now);
        }
        return at;
    }

    /** The license as it was when what is put right was counted; as it is, where that was not kept. */
    private LicenseRecord asOf(LicenseRecord license, Instant at) {
        return registrar.store().past(license.id()).stream()
                .filter(past -> at.isBefore(past.until()))
                .findFirst()
                .map(PastLicense::license)
                .orElse(license);
    }

    private List<CounterIncrement> counters(LicenseRecord license, QuotaCounters.Use use) {
        Contract contract = Contract.at(license, Instant.ofEpochMilli(use.atMillis()));
        Terms terms = catalog.terms(license, contract);
        return QuotaCounters.of(LicenseDesk.shown(license, contract), terms.limits(), terms::counterName, use);
    }

    /** The ledger counts to 9·10^18 either way. */
    private void refuseIfTooMuch(LicenseRecord license, List<CounterIncrement> counters) {
        UsageLedger ledger = registrar.store().usage();
        for (CounterIncrement counter : counters) {
            long counted = ledger.counted(license.id(), counter.counter(), counter.window());
            if (Math.abs(counted) > MOST) {
                throw new ConflictException(
                        Kind.STATE, "limit '" + counter.counter().limit() + "' has counted too much to be corrected");
            }
        }
    }

    private UsageCorrection made(LicenseRecord license, String id) {
        String cursor = null;
        do {
            Page<UsageCorrection> page = registrar.store().usage().corrections(license.id(), cursor, PAGE);
            for (UsageCorrection one : page.items()) {
                if (one.id().equals(id)) {
                    return one;
                }
            }
            cursor = page.next();
        } while (cursor != null);
        throw new ConflictException(
                Kind.KEY_REUSED, "the idempotency key was used for another request in the last 24 hours");
    }

    Page<UsageCorrection> list(String licenseId, @Nullable String cursor, int max) {
        LicenseRecord license = finder.stored(licenseId);
        return UsageQuestions.page(cursor, max, () -> registrar.store().usage().corrections(license.id(), cursor, max));
    }

    /** All of a license, for its invoice. */
    List<UsageCorrection> all(LicenseRecord license) {
        List<UsageCorrection> found = new ArrayList<>();
        String cursor = null;
        do {
            Page<UsageCorrection> page = registrar.store().usage().corrections(license.id(), cursor, PAGE);
            found.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return found;
    }
}
