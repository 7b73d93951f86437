package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LimitStatus;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.ConflictException.Kind;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseUpdate;
import io.github.licensing4j.admin.LicenseView;
import io.github.licensing4j.admin.Licenses;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.admin.NewLicense.Purchase;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseCache;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.license.Transitions;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Manages licenses through their life cycle; {@link Transitions} computes the changed records. */
final class ManagedLicenses implements Licenses {
    private static final int MAX_PAGE = 1_000;

    private final String issuer;
    private final AdminTransactions adminTransactions;
    private final LicenseCache cache;
    private final LicenseFinder finder;
    private final PlanRules catalog;
    private final NewLicenses newLicenses;
    private final PlanChanges plans;
    private final PeriodCurrency currencies;
    private final CustomerCurrency customerCurrency;
    private final LicenseUpdates updates;
    private final Ids ids;
    private final InitialCredits credits;
    private final Function<LicenseRecord, List<LimitStatus>> readings;
    private final Idempotency idempotency;
    private final LicenseChanges changes;

    ManagedLicenses(
            String issuer,
            AdminTransactions adminTransactions,
            LicenseCache cache,
            LicenseFinder finder,
            PlanRules catalog,
            Ids ids,
            InitialCredits credits,
            Function<LicenseRecord, List<LimitStatus>> readings) {
        this.issuer = issuer;
        this.adminTransactions = adminTransactions;
        this.cache = cache;
        this.finder = finder;
        this.catalog = catalog;
        this.newLicenses = new NewLicenses(catalog);
        this.plans = new PlanChanges(catalog);
        this.currencies = new PeriodCurrency(catalog);
        this.customerCurrency = new CustomerCurrency(issuer, adminTransactions, catalog);
        this.updates = new LicenseUpdates(catalog, plans, currencies);
        this.ids = ids;
        this.credits = credits;
        this.readings = readings;
        this.idempotency = new Idempotency(issuer, adminTransactions.store().requests());
        this.changes = new LicenseChanges(adminTransactions, finder, customerCurrency, credits);
    }

    @Override
    public LicenseView create(NewLicense wanted, AdminContext by) {
        try {
            return created(wanted, by);
        } catch (ConflictException e) {
            boolean hadTrial = e.field().filter(NewLicenses.TRIAL::equals).isPresent();
            if (!hadTrial || wanted.purchase() != Purchase.BY_PLAN || catalog.isTrialOnly(wanted.plan())) {
                throw e;
            }
            return created(wanted.bought(), by);
        }
    }

    private LicenseView created(NewLicense requested, AdminContext by) {
        return adminTransactions.carryOut(pendingChange -> {
            Optional<String> before = idempotency.earlierResult(by, pendingChange.now());
            if (before.isPresent()) {
                return get(before.get());
            }
            NewLicense wanted = newLicenses.decided(requested);
            if (cache.isCustomerRevoked(issuer, wanted.customer())) {
                throw new ConflictException(Kind.STATE, "customer '" + wanted.customer() + "' is revoked");
            }
            LicenseId id =
                    new LicenseId(issuer, ids.next("lic_", pendingChange.now().toEpochMilli()));
            LicenseRecord license = newLicenses.record(id, wanted, pendingChange.now());
            customerCurrency.check(pendingChange, null, license);
            if (wanted.purchase() == Purchase.TRIAL) {
                pendingChange.mark(
                        "trial\n" + issuer + "\n" + wanted.customer(),
                        ConflictException.on(
                                NewLicenses.TRIAL,
                                "customer '" + wanted.customer() + "' had a trial already, expected false"));
            }
            pendingChange.change().idempotencyRecord(idempotency.of(by, id.value(), pendingChange.now()));
            pendingChange.license(license, act(by, "license.created", id.value(), details(wanted)));
            credits.ofNew(pendingChange, license, by.actor());
            return shown(license, pendingChange.now());
        });
    }

    private static Map<String, String> details(NewLicense wanted) {
        Map<String, String> details = new HashMap<>(Map.of(
                "customer", wanted.customer(),
                "plan", wanted.plan().toString(),
                "purchase", wanted.purchase().name().toLowerCase(Locale.ROOT)));
        if (!wanted.bindings().areNone()) {
            details.put("bind", BoundCounts.of(wanted.bindings()));
        }
        return details;
    }

    @Override
    public LicenseView get(String id) {
        return shown(finder.stored(id), adminTransactions.now());
    }

    @Override
    public Page<LicenseView> list(LicenseFilter filter) {
        if (filter.max() < 1 || filter.max() > MAX_PAGE) {
            throw new InvalidFieldException("limit", "expected 1 to " + MAX_PAGE);
        }
        checkCursor(filter.cursor());
        Instant now = adminTransactions.now();
        List<LicenseView> found = new ArrayList<>();
        String cursor = filter.cursor();
        do {
            Page<LicenseRecord> page = adminTransactions
                    .store()
                    .licenses()
                    .list(new LicenseQuery(
                            issuer, filter.customer(), filter.state(), cursor, filter.max() - found.size(), now));
            for (LicenseRecord license : page.items()) {
                LicenseView one = shown(license, now);
                if (filter.state() == null || one.license().state() == filter.state()) {
                    found.add(one);
                }
            }
            cursor = page.next();
        } while (cursor != null && found.size() < filter.max());
        return new Page<>(found, cursor);
    }

    /** Checks a cursor, which is the id of the last license of a page; licenses are never deleted. */
    private void checkCursor(@Nullable String cursor) {
        if (cursor != null
                && adminTransactions
                        .store()
                        .licenses()
                        .find(new LicenseId(issuer, cursor))
                        .isEmpty()) {
            throw new InvalidFieldException("cursor", "expected the 'next' of a page before");
        }
    }

    @Override
    public LicenseView update(String id, LicenseUpdate update, OptionalLong revision, AdminContext by) {
        return change(id, by, "license.updated", (license, now) -> updates.updated(license, update, revision, now));
    }

    @Override
    public LicenseView activate(String id, @Nullable PlanId plan, AdminContext by) {
        return change(id, by, "license.activated", (license, now) -> {
            Transitions.refuseUnlessTried(license, now);
            if (plan != null) {
                catalog.refuseUnlessBought(plan);
            }
            PlanId bought = plan == null ? catalog.boughtAfterTrial(license) : plan;
            if (!bought.equals(license.pinned().plan())) {
                catalog.checkOverrides(bought, license.pinned().overrides(), license.customer());
            }
            return plans.activated(license, bought, now);
        });
    }

    @Override
    public LicenseView renew(String id, Renewal renewal, AdminContext by) {
        return change(
                id,
                by,
                "license.renewed",
                (license, now) -> Transitions.renew(license, renewal, catalog.price(license, now), now));
    }

    @Override
    public LicenseView pastDue(String id, AdminContext by) {
        return change(
                id,
                by,
                "license.past-due",
                (license, now) -> Transitions.pastDue(license, catalog.grace(license, now), now));
    }

    @Override
    public LicenseView paid(String id, AdminContext by) {
        return change(id, by, "license.paid", Transitions::paid);
    }

    @Override
    public LicenseView suspend(String id, AdminContext by) {
        return change(id, by, "license.suspended", Transitions::suspend);
    }

    @Override
    public LicenseView reinstate(String id, AdminContext by) {
        return change(id, by, "license.reinstated", Transitions::reinstate);
    }

    @Override
    public LicenseView cancel(String id, When when, AdminContext by) {
        String action = when == When.NOW ? "license.cancelled" : "license.cancellation-scheduled";
        return change(
                id,
                by,
                action,
                (license, now) -> Transitions.cancel(license, when == When.NOW ? now : catalog.end(license, now), now));
    }

    @Override
    public LicenseView revoke(String id, AdminContext by) {
        return change(id, by, "license.revoked", Transitions::revoke);
    }

    @Override
    public LicenseView changePlan(String id, PlanChangeRequest move, AdminContext by) {
        String action = move.when() == When.NOW ? "license.plan-changed" : "license.plan-change-scheduled";
        return change(id, by, action, (license, now) -> {
            catalog.refuseUnlessBought(move.plan());
            catalog.checkOverrides(move.plan(), license.pinned().overrides(), license.customer());
            currencies.refuseMove(license, move, now);
            return plans.moved(license, move, now);
        });
    }

    @Override
    public List<LimitStatus> limits(String id) {
        LicenseRecord license = finder.stored(id);
        try {
            return readings.apply(license);
        } catch (UnknownNameException | CatalogException e) {
            throw new ConflictException(
                    Kind.STATE,
                    "license '" + id + "' uses a plan or override that the current catalog does not define: "
                            + e.getMessage());
        }
    }

    private LicenseView change(
            String id, AdminContext by, String action, BiFunction<LicenseRecord, Instant, LicenseRecord> change) {
        LicenseRecord after = changes.change(id, LicenseChanges.Entry.of(by, action), change);
        return shown(after, adminTransactions.now());
    }

    private static AuditAction act(AdminContext by, String action, String license, Map<String, String> details) {
        return new AuditAction(by.actor(), action, license, null, by.reason(), details);
    }

    static LicenseView shown(LicenseRecord license, Instant now) {
        return AdminViews.license(LicenseEvaluator.shown(license, EffectiveLicense.at(license, now)), license);
    }
}
