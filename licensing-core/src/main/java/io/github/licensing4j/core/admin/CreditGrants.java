package io.github.licensing4j.core.admin;

import static io.github.licensing4j.Limit.Kind.CREDITS;

import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Meter;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.ConflictException.Kind;
import io.github.licensing4j.admin.CreditGrantView;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.UsageAdmin.GrantRequest;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.usage.invoice.GrantedCredits;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.CreditGrant;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.StoreDependency;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Grants credits and voids them. */
final class CreditGrants {
    private static final int MOST = 1_000;
    private static final int LAST_PRIORITY = 255;

    private final String issuer;
    private final UsageChangeParts changes;
    private final UsageParts parts;

    CreditGrants(String issuer, UsageChangeParts changes, UsageParts parts) {
        this.issuer = issuer;
        this.changes = changes;
        this.parts = parts;
    }

    List<GrantedCredits> list(String licenseId) {
        LicenseRecord license = changes.finder().stored(licenseId);
        List<CreditGrant> grants = changes.adminTransactions().store().credits().grants(license.id());
        if (grants.isEmpty()) {
            return List.of();
        }
        parts.usage().flush();
        Map<String, Long> consumed = consumed(license);
        GrantMeters known = meters(license);
        return grants.stream()
                .map(grant -> new GrantedCredits(grant, known.of(grant), consumed.getOrDefault(grant.id(), 0L)))
                .toList();
    }

    private GrantMeters meters(LicenseRecord license) {
        return new GrantMeters(
                license,
                changes.catalog().current(),
                changes.adminTransactions().now());
    }

    /** Returns consumption by the id of the grant, whose counters never end. */
    private Map<String, Long> consumed(LicenseRecord license) {
        Map<String, BigInteger> sums = new HashMap<>();
        for (CounterIncrement counter : changes.adminTransactions()
                .store()
                .usage()
                .counters(license.id(), changes.adminTransactions().now())) {
            if (counter.counter().kind() == CREDITS) {
                sums.merge(counter.counter().per(), BigInteger.valueOf(counter.units()), BigInteger::add);
            }
        }
        Map<String, Long> consumed = new HashMap<>();
        sums.forEach((grant, sum) -> consumed.put(grant, nearest(sum)));
        return consumed;
    }

    private CreditGrantView view(CreditGrant grant) {
        LicenseRecord license = changes.finder().stored(grant.license().value());
        parts.usage().flush();
        return AdminViews.grant(
                new GrantedCredits(
                        grant, meters(license).of(grant), consumed(license).getOrDefault(grant.id(), 0L)),
                changes.meters());
    }

    CreditGrantView grant(String licenseId, GrantRequest request, AdminContext by) {
        return changes.adminTransactions().carryOut(pendingChange -> {
            LicenseRecord license = changes.finder().stored(licenseId);
            Optional<String> before = changes.idempotency().earlierResult(by, pendingChange.now());
            if (before.isPresent()) {
                return view(stored(before.get()));
            }
            pendingChange.change().dependsOn(new StoreDependency.LicenseAt(license.id(), license.revision()));
            CreditGrant grant = made(license, request, pendingChange.now());
            pendingChange
                    .change()
                    .grant(grant)
                    .idempotencyRecord(changes.idempotency().of(by, grant.id(), pendingChange.now()));
            pendingChange.act(act(
                    grant,
                    "credits.granted",
                    by,
                    Map.of("limit", grant.limit(), "amount", request.amount().toPlainString())));
            return AdminViews.grant(new GrantedCredits(grant, meters(license).of(grant), 0), changes.meters());
        });
    }

    private CreditGrant made(LicenseRecord license, GrantRequest request, Instant now) {
        refuseIfEndedOrFull(license, now);
        Terms terms = changes.catalog().bought(license, now);
        CreditsLimit limit = limit(terms, request.limit());
        Meter meter = changes.meters().known(limit.meter());
        long amount = request.amount().signum() < 0 ? 0 : Meters.smallest("amount", meter, request.amount());
        if (amount == 0) {
            throw new InvalidFieldException("amount", "expected more than 0");
        }
        if (request.priority() < 0 || request.priority() > LAST_PRIORITY) {
            throw new InvalidFieldException("priority", "expected 0 to " + LAST_PRIORITY);
        }
        Instant from =
                request.effectiveAt() == null ? now : request.effectiveAt().truncatedTo(ChronoUnit.MILLIS);
        Instant until = request.expiresAt() == null ? null : request.expiresAt().truncatedTo(ChronoUnit.MILLIS);
        checkValidity(from, until, now);
        return new CreditGrant(
                changes.ids().next("crd_", now.toEpochMilli()),
                license.id(),
                1,
                terms.counterName(limit),
                amount,
                request.priority(),
                new CreditGrant.Times(now, from, until, null),
                limit.meter());
    }

    private static void checkValidity(Instant from, @Nullable Instant until, Instant now) {
        NewLicenses.checkInstant("effectiveAt", from);
        NewLicenses.checkInstant("expiresAt", until);
        if (until != null && (!until.isAfter(from) || !until.isAfter(now))) {
            throw new InvalidFieldException(
                    "expiresAt", "expected an instant after " + (from.isAfter(now) ? from : now));
        }
    }

    private void refuseIfEndedOrFull(LicenseRecord license, Instant now) {
        String id = license.id().value();
        LicenseState state = EffectiveLicense.at(license, now).state();
        if (state == LicenseState.REVOKED || state == LicenseState.CANCELLED) {
            throw new ConflictException(Kind.STATE, "license '" + id + "' is " + state.text() + " and gets no credits");
        }
        long held = changes.adminTransactions().store().credits().grants(license.id()).stream()
                .filter(grant -> isConsumable(grant, now))
                .count();
        // The store returns twice as many, to include what other nodes grant at the same time.
        if (held >= MOST) {
            throw new ConflictException(
                    Kind.STATE, "license '" + id + "' has " + MOST + " grants that have not lapsed, expected fewer");
        }
    }

    private static boolean isConsumable(CreditGrant grant, Instant now) {
        Instant end = grant.times().endsAt();
        return end == null || end.isAfter(now);
    }

    private static CreditsLimit limit(Terms terms, String name) {
        List<CreditsLimit> known = Limit.select(terms.limits(), CreditsLimit.class);
        return known.stream()
                .filter(limit -> limit.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidFieldException(
                        "limit",
                        "plan '" + terms.plan().id() + "' has no such credits limit, expected one of "
                                + known.stream().map(CreditsLimit::name).toList()));
    }

    private CreditGrant stored(String grantId) {
        return changes.adminTransactions()
                .store()
                .credits()
                .grant(issuer, grantId)
                .orElseThrow(() -> new NotFoundException("grant", grantId));
    }

    CreditGrantView takeBack(String grantId, AdminContext by) {
        CreditGrant taken = changes.adminTransactions().carryOut(pendingChange -> {
            CreditGrant grant = stored(grantId);
            if (changes.idempotency().earlierResult(by, pendingChange.now()).isPresent()) {
                return grant;
            }
            if (grant.times().voidedAt() != null) {
                throw new ConflictException(
                        Kind.STATE,
                        "grant '" + grantId + "' was voided already, at "
                                + grant.times().voidedAt());
            }
            CreditGrant voided = grant.voided(pendingChange.now());
            pendingChange
                    .change()
                    .grant(voided)
                    .idempotencyRecord(changes.idempotency().of(by, grantId, pendingChange.now()));
            pendingChange.act(act(voided, "credits.voided", by, Map.of("limit", grant.limit())));
            return voided;
        });
        return view(taken);
    }

    private static AuditAction act(CreditGrant grant, String action, AdminContext by, Map<String, String> details) {
        return new AuditAction(by.actor(), action, grant.license().value(), grant.id(), by.reason(), details);
    }

    private static long nearest(BigInteger sum) {
        return sum.bitLength() < Long.SIZE ? sum.longValueExact() : sum.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
