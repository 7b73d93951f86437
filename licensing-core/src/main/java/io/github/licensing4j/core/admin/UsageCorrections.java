package io.github.licensing4j.core.admin;

import io.github.licensing4j.License;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Meter;
import io.github.licensing4j.Page;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.ConflictException.Kind;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.UsageAdmin.CorrectionRequest;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.core.limit.UsageOutsideCalls;
import io.github.licensing4j.core.limit.kind.LimitKinds;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.UsageCorrection;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Corrects usage. A correction counts in the hour and in the quota periods of its instant, as a call at that instant
 * would have: in the quotas of the license and its customer, of the named key and user, and in the named credit grants.
 * The sum of a license or customer may fall below 0 by it: the excess is then used up before anything is counted again.
 * That of a key, user or grant may not, because the correction then names the wrong one.
 */
final class UsageCorrections {
    private static final int PAGE = 1_000;
    /** Far below the maximum of a sum: it takes nine to reach that. */
    private static final long MOST = 1_000_000_000_000_000_000L;

    private final UsageChangeParts changes;
    private final UsageParts parts;

    UsageCorrections(UsageChangeParts changes, UsageParts parts) {
        this.changes = changes;
        this.parts = parts;
    }

    /** Returns whether a correction counts in a budget of the customer. */
    boolean reachCustomer(LicenseRecord license, CorrectionRequest request) {
        Instant at = at(license, request.at(), changes.adminTransactions().now());
        LicenseRecord then = asOf(license, at);
        Terms terms = termsAt(then, EffectiveLicense.at(then, at), at);
        return Limit.select(terms.limits(), QuotaLimit.class).stream().anyMatch(quota -> quota.of() == Scope.CUSTOMER);
    }

    UsageCorrection correct(String licenseId, CorrectionRequest request, AdminContext by) {
        // Earlier usage is shipped first, so that thresholds are announced in the order in which they were reached.
        parts.usage().flush();
        return changes.adminTransactions().carryOut(pendingChange -> {
            LicenseRecord license = changes.finder().stored(licenseId);
            Optional<String> before = changes.idempotency().earlierResult(by, pendingChange.now());
            if (before.isPresent()) {
                return made(license, before.get());
            }
            UsageCorrection correction = correction(license, request, by, pendingChange.now());
            enter(pendingChange, correction, by, request);
            return correction;
        });
    }

    private void enter(
            PendingChange pendingChange, UsageCorrection correction, AdminContext by, CorrectionRequest request) {
        // In one transaction, so that the notification of a threshold is stored if and only if the correction is.
        pendingChange
                .change()
                .correction(correction)
                .idempotencyRecord(changes.idempotency().of(by, correction.id(), pendingChange.now()));
        pendingChange.notifications(parts.messages().about(correction.counters()));
        pendingChange.act(new AuditAction(
                by.actor(),
                "usage.corrected",
                correction.license().value(),
                correction.id(),
                by.reason(),
                details(correction, request)));
        pendingChange.whenStored(parts.corrections()::catchUp);
    }

    private static Map<String, String> details(UsageCorrection correction, CorrectionRequest request) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("meter", correction.meter());
        details.put("units", request.units().toPlainString());
        details.put("at", correction.at().toString());
        if (request.key() != null) {
            details.put("key", request.key());
        }
        if (request.user() != null) {
            details.put("user", request.user());
        }
        if (!request.grants().isEmpty()) {
            details.put("grants", String.join(", ", request.grants()));
        }
        return details;
    }

    private UsageCorrection correction(LicenseRecord license, CorrectionRequest request, AdminContext by, Instant now) {
        Meter meter = changes.meters().known(request.meter());
        long units = Meters.smallest("units", meter, request.units());
        if (units == 0 || Math.abs(units) > MOST) {
            throw new InvalidFieldException(
                    "units", "expected units other than 0, and at most " + meter.units(MOST) + " either way");
        }
        Instant at = at(license, request.at(), now);
        LicenseRecord then = asOf(license, at);
        List<CounterIncrement> counters = counters(then, request, at, units);
        counters.forEach(counter -> refuseIfTooMuch(license, counter));
        return new UsageCorrection(
                changes.ids().next("cor_", now.toEpochMilli()),
                license.id(),
                license.customer(),
                EffectiveLicense.at(then, at).terms(),
                meter.name(),
                units,
                at,
                new UsageCorrection.Entered(now, by.actor(), by.reason()),
                counters);
    }

    private static Instant at(LicenseRecord license, @Nullable Instant wanted, Instant now) {
        Instant at = wanted == null ? now : wanted.truncatedTo(ChronoUnit.MILLIS);
        if (at.isBefore(license.dates().createdAt()) || at.isAfter(now)) {
            throw new InvalidFieldException(
                    "at",
                    "expected an instant from " + license.dates().createdAt() + ", when the license was made, to "
                            + now);
        }
        return at;
    }

    /** Returns the license at the corrected instant; the current one, where that was not stored. */
    private LicenseRecord asOf(LicenseRecord license, Instant at) {
        return changes.adminTransactions().store().licenses().past(license.id()).stream()
                .filter(past -> at.isBefore(past.until()))
                .findFirst()
                .map(LicenseRevision::license)
                .orElse(license);
    }

    private List<CounterIncrement> counters(LicenseRecord license, CorrectionRequest request, Instant at, long units) {
        EffectiveLicense effectiveLicense = EffectiveLicense.at(license, at);
        Terms terms = termsAt(license, effectiveLicense, at);
        License shown = LicenseEvaluator.shown(license, effectiveLicense);
        LimitSubject limitSubject =
                new CorrectionTargets(changes.adminTransactions().store(), shown, terms, request, at).resolve();
        var usage = new UsageOutsideCalls(request.meter(), units, at.toEpochMilli());
        // A correction is no call, so that no condition holds for it.
        List<Limit> unconditional = terms.limits().stream()
                .filter(limit -> !terms.conditions().containsKey(limit.name()))
                .toList();
        return LimitKinds.increments(limitSubject, unconditional, terms, usage);
    }

    /** Returns the terms of that time: limits may count differently, or have another name, today. */
    private Terms termsAt(LicenseRecord license, EffectiveLicense effectiveLicense, Instant at) {
        return parts.catalogs()
                .timeline(
                        changes.catalog().current(), changes.adminTransactions().now())
                .find(at, held -> LicenseEvaluator.terms(license, effectiveLicense, held))
                .terms();
    }

    /**
     * Refuses a correction beyond the range of the ledger, 9·10^18 in either direction; a key, user or grant never
     * counts below 0.
     */
    private void refuseIfTooMuch(LicenseRecord license, CounterIncrement counter) {
        CounterId id = counter.counter();
        long counted = changes.adminTransactions().store().usage().counted(license.id(), id, counter.window());
        if (Math.abs(counted) > MOST) {
            throw new ConflictException(Kind.STATE, "limit '" + id.limit() + "' has counted too much to be corrected");
        }
        String owner = owner(id);
        if (owner != null && counter.units() < 0 && counted + counter.units() < 0) {
            throw new ConflictException(
                    Kind.STATE,
                    owner + " has counted " + shown(id, counted) + " in limit '" + id.limit()
                            + "' in that period, fewer than the " + shown(id, -counter.units()) + " to take away");
        }
    }

    private String shown(CounterId id, long units) {
        int scale = id.meter() == null ? 0 : changes.meters().scale(id.meter());
        return BigDecimal.valueOf(units, scale).stripTrailingZeros().toPlainString();
    }

    /** Returns the key, user or grant of a counter; null where it is of a license or customer. */
    private static @Nullable String owner(CounterId id) {
        if (id.kind() == Limit.Kind.CREDITS) {
            return "grant '" + id.per() + "'";
        }
        return switch (id.scope()) {
            case LICENSE, CUSTOMER -> null;
            case KEY -> "key '" + id.subject() + "'";
            case USER -> "user '" + id.subject() + "'";
        };
    }

    private UsageCorrection made(LicenseRecord license, String id) {
        return all(license).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ConflictException(
                        Kind.KEY_REUSED, "the idempotency key was used for another request in the last 24 hours"));
    }

    Page<UsageCorrection> list(String licenseId, @Nullable String cursor, int max) {
        LicenseRecord license = changes.finder().stored(licenseId);
        return UsageQuestions.page(
                cursor, max, () -> changes.adminTransactions().store().usage().corrections(license.id(), cursor, max));
    }

    /** Returns all corrections of a license. */
    List<UsageCorrection> all(LicenseRecord license) {
        List<UsageCorrection> found = new ArrayList<>();
        Page.forEach(
                cursor -> changes.adminTransactions().store().usage().corrections(license.id(), cursor, PAGE),
                found::add);
        return found;
    }
}
