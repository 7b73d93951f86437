package io.github.licensing4j.core.license;

import io.github.licensing4j.License;
import io.github.licensing4j.LicenseState;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.catalog.Overrides;
import io.github.licensing4j.core.catalog.Terms;
import io.github.licensing4j.core.credential.VerifiedCredential;
import io.github.licensing4j.core.license.LicenseAccess.Active;
import io.github.licensing4j.core.license.LicenseAccess.Denied;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates whether the license of a verified caller is in force, and on which terms.
 *
 * <p>A stored record takes precedence over the claims of the token, its plan and overrides included. A token without a
 * plan needs a record; a token with a plan is sufficient where the store has no record of its license.
 */
public final class LicenseEvaluator {
    private static final Logger log = LoggerFactory.getLogger(LicenseEvaluator.class);

    private LicenseEvaluator() {}

    /** Evaluates the caller's license under one catalog snapshot. */
    public static LicenseEvaluation evaluate(
            VerifiedCredential caller, @Nullable LicenseRecord stored, Catalog catalog, Instant now) {
        if (stored == null) {
            LicenseAccess licenseAccess = caller.plan()
                    .<LicenseAccess>map(plan -> selfContained(caller, plan, catalog))
                    .orElseGet(() -> invalid(caller, "it names no plan, and its license has no record"));
            return new LicenseEvaluation(licenseAccess, catalog, null, Long.MAX_VALUE, 0);
        }
        EffectiveLicense effectiveLicense = EffectiveLicense.at(stored, now);
        LicenseAccess licenseAccess;
        try {
            licenseAccess = managed(stored, effectiveLicense, catalog, now);
        } catch (UnknownNameException | CatalogException e) {
            licenseAccess = invalid(caller, e.getMessage());
        }
        return new LicenseEvaluation(licenseAccess, catalog, stored, millis(effectiveLicense.until()), 0);
    }

    private static LicenseAccess selfContained(VerifiedCredential caller, PlanId plan, Catalog catalog) {
        License license = new License(
                caller.license(),
                caller.customer(),
                plan,
                LicenseState.ACTIVE,
                Objects.requireNonNullElse(caller.anchor(), Instant.EPOCH),
                caller.zone(),
                caller.expiresAt());
        return inForce(caller, license, caller.overrides(), catalog);
    }

    private static LicenseAccess managed(
            LicenseRecord stored, EffectiveLicense effectiveLicense, Catalog catalog, Instant now) {
        License license = shown(stored, effectiveLicense);
        return switch (license.state()) {
            case REVOKED, CANCELLED -> new Denied(RefusalCode.LICENSE_ENDED, "The license has ended.", license);
            case EXPIRED -> new Denied(RefusalCode.LICENSE_EXPIRED, "The license has expired.", license);
            case SUSPENDED ->
                effectiveLicense.owes()
                        ? new Denied(RefusalCode.PAYMENT_OVERDUE, "A payment for the license is overdue.", license)
                        : new Denied(RefusalCode.LICENSE_SUSPENDED, "The license is suspended.", license);
            case PAST_DUE, TRIALING, ACTIVE ->
                stored.dates().startsAt() != null && now.isBefore(stored.dates().startsAt())
                        ? new Denied(RefusalCode.LICENSE_NOT_YET_VALID, "The license is not valid yet.", license)
                        : terms(stored, effectiveLicense, catalog);
        };
    }

    /**
     * Returns the terms of a stored license, whatever its state.
     *
     * @throws UnknownNameException if the catalog does not have its plan, or something its contract changes
     * @throws CatalogException if its contract is wrong in any other way
     */
    public static Active terms(LicenseRecord stored, EffectiveLicense effectiveLicense, Catalog catalog) {
        boolean isReduced = !effectiveLicense.terms().equals(effectiveLicense.plan());
        // Reduced access uses the other plan without overrides: the contract was made for the plan that is owed.
        Overrides overrides =
                isReduced ? Overrides.none() : Overrides.parse(stored.pinned().overrides());
        Terms terms = catalog.terms(effectiveLicense.terms(), overrides, stored.customer());
        if (isReduced) {
            return new Active(
                    shown(stored, effectiveLicense),
                    countedAsBought(terms, stored, effectiveLicense, catalog),
                    List.of());
        }
        return new Active(shown(stored, effectiveLicense), terms, EarlierPlans.of(stored, effectiveLicense, catalog));
    }

    /**
     * Carries usage into reduced access and out of it again, even if the limits of the two plans have different names.
     */
    private static Terms countedAsBought(
            Terms reduced, LicenseRecord stored, EffectiveLicense effectiveLicense, Catalog catalog) {
        try {
            return reduced.countedAs(catalog.terms(
                    effectiveLicense.plan(), Overrides.parse(stored.pinned().overrides()), stored.customer()));
        } catch (UnknownNameException | CatalogException e) {
            // The plan that is owed may be gone from the catalog; the one in force is there.
            return reduced;
        }
    }

    private static LicenseAccess inForce(
            VerifiedCredential caller, License license, Overrides overrides, Catalog catalog) {
        try {
            return new Active(license, catalog.terms(license.plan(), overrides, license.customer()), List.of());
        } catch (UnknownNameException | CatalogException e) {
            return invalid(caller, e.getMessage());
        }
    }

    /** Returns a stored license with its state at an instant. */
    public static License shown(LicenseRecord stored, EffectiveLicense effectiveLicense) {
        return new License(
                stored.id(),
                stored.customer(),
                effectiveLicense.terms(),
                effectiveLicense.state(),
                effectiveLicense.anchor(),
                stored.periods().zone(),
                stored.dates().expiresAt());
    }

    /**
     * Returns since when a stored license counts: nothing is carried from before. A fresh start, by a purchase, a
     * change of plan or the end of a trial, is a beginning too, and moves the anchor.
     *
     * @param license its evaluated form
     */
    public static Instant began(LicenseRecord stored, License license) {
        Instant starts = stored.dates().startsAt();
        Instant began = starts != null && starts.isAfter(stored.dates().createdAt())
                ? starts
                : stored.dates().createdAt();
        return license.anchor().isAfter(began) ? license.anchor() : began;
    }

    /**
     * Returns the next instant at which all periods of a stored license restart: at the end of its trial, or at a
     * change of plan with fresh usage. In epoch milliseconds, {@link Long#MAX_VALUE} if there is none.
     *
     * @param license its evaluated form
     */
    public static long freshMillis(LicenseRecord stored, License license) {
        Trial trial = stored.pinned().trial();
        PlanChange change = stored.pinned().change();
        long anchor = license.anchor().toEpochMilli();
        long end = trial == null ? Long.MAX_VALUE : after(anchor, trial.endsAt());
        return change == null || change.usage() != UsageTreatment.FRESH
                ? end
                : Math.min(end, after(anchor, change.at()));
    }

    /** A start that is not after the anchor is already included in it. */
    private static long after(long anchor, Instant start) {
        return start.toEpochMilli() > anchor ? start.toEpochMilli() : Long.MAX_VALUE;
    }

    private static Denied invalid(VerifiedCredential caller, @Nullable String cause) {
        log.info(
                "Token {} of license {} is refused: {}",
                caller.id(),
                caller.license().value(),
                cause);
        return new Denied(RefusalCode.CREDENTIAL_INVALID, "The credential is not valid.", null);
    }

    private static long millis(Instant at) {
        return at.equals(Instant.MAX) ? Long.MAX_VALUE : at.toEpochMilli();
    }
}
