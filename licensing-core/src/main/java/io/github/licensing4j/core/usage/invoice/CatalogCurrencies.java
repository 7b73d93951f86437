package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Page;
import io.github.licensing4j.Plan;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.catalog.CatalogHistory;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.core.catalog.Currencies;
import io.github.licensing4j.core.catalog.Overrides;
import io.github.licensing4j.core.catalog.PlanOffer;
import io.github.licensing4j.core.catalog.Price;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rejects catalogs that would add a second currency to a current billing period of a license, whose invoice has one
 * currency.
 */
public final class CatalogCurrencies {
    private static final int PAGE = 500;

    private final LicenseStore licenses;
    private final String issuer;
    private final CatalogHistory history;
    private final InstantSource clock;

    /** @param issuer the exact {@code iss} of the licenses */
    public CatalogCurrencies(LicenseStore licenses, String issuer, CatalogHistory history, InstantSource clock) {
        this.licenses = licenses;
        this.issuer = issuer;
        this.history = history;
        this.clock = clock;
    }

    /**
     * Checks the plan versions whose currency differs from that in the previous catalog.
     *
     * @param present the catalog in force, used if none is stored
     * @throws LicensingException if the candidate bills licenses for their present period in another currency
     */
    public void check(Catalog present, Catalog candidate) {
        Instant now = clock.instant();
        CatalogTimeline timeline = history.timeline(candidate, now);
        Catalog latest = timeline.latest().orElse(present);
        Set<PlanId> changed = changed(latest, candidate);
        if (changed.isEmpty()) {
            return;
        }
        Set<String> customers = new HashSet<>();
        forEach(null, now, license -> {
            PlanId plan = EffectiveLicense.at(license, now).plan();
            if (changed.contains(plan)) {
                refuseOther(license, candidate, latest, timeline);
                refuseOtherOfCustomer(license, plan, candidate, customers);
            }
        });
    }

    /** A new plan version that no license uses cannot be billed yet. */
    private Set<PlanId> changed(Catalog before, Catalog candidate) {
        Set<PlanId> changed = new LinkedHashSet<>();
        Set<PlanId> added = new LinkedHashSet<>();
        for (Plan plan : candidate.summary().plans()) {
            Set<String> currencies = of(candidate, plan.id());
            if (!currencies.isEmpty() && !currencies.equals(of(before, plan.id()))) {
                (before.sold(plan.id()).isPresent() ? changed : added).add(plan.id());
            }
        }
        if (!added.isEmpty()) {
            added.retainAll(licenses.pinnedPlans(issuer));
            changed.addAll(added);
        }
        return changed;
    }

    private static Set<String> of(Catalog catalog, PlanId plan) {
        return catalog.sold(plan)
                .map(sold -> Currencies.of(sold.plan().limits(), sold.price()))
                .orElse(Set.of());
    }

    private void refuseOther(LicenseRecord license, Catalog candidate, Catalog latest, CatalogTimeline timeline) {
        Instant now = clock.instant();
        PlanId plan = EffectiveLicense.at(license, now).plan();
        History past = new History(license, licenses.past(license.id()), timeline, Instant.MIN);
        BillingPeriod period = BillingPeriod.around(past, now);
        boolean isUnbilled = past.isTrial(now) || now.isBefore(past.start()) || !past.wasInForce(period.from(), now);
        if (isUnbilled) {
            return;
        }
        Set<String> after = defined(license, plan, candidate);
        Set<String> before = new TreeSet<>(defined(license, plan, latest));
        before.addAll(billed(past, period, now, timeline));
        if (after.size() > 1 || (!before.isEmpty() && !after.isEmpty() && !before.equals(after))) {
            throw refusal(
                    candidate,
                    plan,
                    "license '" + license.id().value() + "' is billed in "
                            + text(before.isEmpty() ? after : before) + " for its period from " + period.from() + " to "
                            + period.to());
        }
    }

    /**
     * Returns the currencies of all terms in force in a period until now: what has ended in it is billed by the terms
     * of its time.
     */
    private static Set<String> billed(History past, BillingPeriod period, Instant now, CatalogTimeline timeline) {
        Instant first = Stream.of(period.from(), past.start(), past.knownFrom())
                .max(Instant::compareTo)
                .orElseThrow();
        Set<String> currencies = new TreeSet<>();
        Stream.concat(
                        Stream.of(first, now.minusMillis(1)),
                        Stream.concat(timeline.changes().stream(), past.turns().stream())
                                .filter(turn -> turn.isAfter(first)))
                .filter(instant -> !instant.isBefore(first) && instant.isBefore(now))
                .forEach(instant -> currencies.addAll(of(past, instant, timeline)));
        return currencies;
    }

    private static Set<String> of(History past, Instant at, CatalogTimeline timeline) {
        try {
            return timeline.find(at, catalog -> of(past.record(at), past.at(at).plan(), catalog));
        } catch (UnknownNameException | CatalogException e) {
            // Nothing is billed by terms that no catalog defines.
            return Set.of();
        }
    }

    private static Set<String> defined(LicenseRecord license, PlanId plan, Catalog catalog) {
        try {
            return of(license, plan, catalog);
        } catch (UnknownNameException | CatalogException e) {
            // Calls with overrides that the catalog does not define are refused, so their price does not matter.
            return Set.of();
        }
    }

    private static Set<String> of(LicenseRecord license, PlanId plan, Catalog catalog) {
        Overrides overrides = Overrides.parse(license.pinned().overrides());
        Price price = overrides.price() != null
                ? overrides.price()
                : catalog.sold(plan).map(PlanOffer::price).orElse(null);
        return Currencies.of(catalog.terms(plan, overrides, license.customer()).limits(), price);
    }

    /** Checks that the licenses of a customer price the budgets that they share in one currency. */
    private void refuseOtherOfCustomer(LicenseRecord license, PlanId plan, Catalog candidate, Set<String> checked) {
        Instant now = clock.instant();
        SharedCurrencies shared = new SharedCurrencies(candidate);
        Set<String> own = shared.running(license, now);
        if (own.isEmpty() || !checked.add(license.customer())) {
            return;
        }
        forEach(license.customer(), now, other -> {
            Set<String> theirs = shared.running(other, now);
            if (!theirs.isEmpty() && !theirs.equals(own)) {
                throw refusal(
                        candidate,
                        plan,
                        "license '" + other.id().value() + "' prices the budgets that the licenses of customer '"
                                + license.customer() + "' share in " + text(theirs));
            }
        });
    }

    /** @param customer whose licenses, null for all of the issuer */
    private void forEach(@Nullable String customer, Instant now, Consumer<LicenseRecord> check) {
        Page.forEach(cursor -> licenses.list(new LicenseQuery(issuer, customer, null, cursor, PAGE, now)), check);
    }

    private static LicensingException refusal(Catalog candidate, PlanId plan, String but) {
        return new LicensingException("line " + candidate.lineOfPrices(plan) + ": plan '" + plan + "' has prices in "
                + text(of(candidate, plan)) + ", but " + but
                + "; expected prices in the same currency as before, or the other currency in a new version of the plan,"
                + " such as " + plan.name() + "@" + (plan.version() + 1));
    }

    private static String text(Set<String> currencies) {
        return String.join(" and ", currencies);
    }
}
