package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.admin.PlanMoves;
import io.github.licensing4j.core.catalog.Price;
import io.github.licensing4j.core.catalog.RolloutPart;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.spi.EarlierTerms;
import io.github.licensing4j.spi.ExternalName;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Moves licenses in bulk. A moved license names its move, so that it is found and moved back without a record of its own. */
final class ManagedPlanMoves implements PlanMoves {
    private static final int PAGE = 500;
    private static final int MOST_SHOWN = 100;
    private static final int MOST_CUSTOMERS = 1_000;
    private static final int MOST_NAMES = 20;

    private final String issuer;
    private final AdminTransactions adminTransactions;
    private final PlanRules catalog;
    private final PlanChanges plans;
    private final PeriodCurrency currencies;
    private final LicenseChanges changes;
    private final Ids ids;

    ManagedPlanMoves(String issuer, UsageChangeParts parts, InitialCredits credits) {
        this.issuer = issuer;
        this.adminTransactions = parts.adminTransactions();
        this.catalog = parts.catalog();
        this.plans = new PlanChanges(catalog);
        this.currencies = new PeriodCurrency(catalog);
        this.changes = new LicenseChanges(
                adminTransactions, parts.finder(), new CustomerCurrency(issuer, adminTransactions, catalog), credits);
        this.ids = parts.ids();
    }

    @Override
    public Page<Candidate> preview(Move move, @Nullable String cursor, int max) {
        check(move);
        UsageQuestions.checkPage(max);
        List<Candidate> found = new ArrayList<>();
        String next = cursor;
        do {
            Page<LicenseRecord> page = page(next, Math.min(PAGE, max - found.size()));
            Instant now = adminTransactions.now();
            page.items().stream()
                    .filter(license -> isSelected(license, move, now))
                    .forEach(license -> found.add(candidate(license, move, now)));
            next = page.next();
        } while (next != null && found.size() < max);
        return new Page<>(found, next);
    }

    private Page<LicenseRecord> page(@Nullable String cursor, int max) {
        return UsageQuestions.page(
                cursor,
                Math.max(1, max),
                () -> adminTransactions
                        .store()
                        .licenses()
                        .list(new LicenseQuery(issuer, null, null, cursor, Math.max(1, max), adminTransactions.now())));
    }

    private static boolean isSelected(LicenseRecord license, Move move, Instant now) {
        EffectiveLicense effective = EffectiveLicense.at(license, now);
        PlanChange change = license.pinned().change();
        boolean isDue = change != null && change.at().isAfter(now);
        boolean isRunning = switch (effective.state()) {
            case ACTIVE, PAST_DUE, SUSPENDED -> true;
            case TRIALING, REVOKED, CANCELLED, EXPIRED -> false;
        };
        return isRunning
                && !isDue
                && effective.plan().equals(move.from())
                && (move.customers().isEmpty() || move.customers().contains(license.customer()))
                && RolloutPart.includes("plan-move " + move.change().plan(), move.percent(), license.customer());
    }

    private Candidate candidate(LicenseRecord license, Move move, Instant now) {
        Price before = catalog.price(license, now);
        try {
            LicenseRecord moved = moved(license, move.change(), now);
            PlanChange change = moved.pinned().change();
            Instant at = change == null ? now : change.at();
            Price after = catalog.price(moved, at);
            return new Candidate(
                    license.id().value(),
                    license.customer(),
                    at,
                    before == null ? null : before.amount(),
                    after == null ? null : after.amount(),
                    null);
        } catch (StoreException e) {
            throw e;
        } catch (LicensingException e) {
            return new Candidate(
                    license.id().value(),
                    license.customer(),
                    null,
                    before == null ? null : before.amount(),
                    null,
                    e.getMessage());
        }
    }

    /** Returns the record after a change of plan, by the rules of a single one. */
    private LicenseRecord moved(LicenseRecord license, PlanChangeRequest change, Instant now) {
        catalog.refuseUnlessBought(change.plan());
        return movedBack(license, change, now);
    }

    /** A license may go back to a plan that is not sold any more. */
    private LicenseRecord movedBack(LicenseRecord license, PlanChangeRequest change, Instant now) {
        catalog.checkOverrides(change.plan(), license.pinned().overrides(), license.customer());
        currencies.refuseMove(license, change, now);
        return plans.moved(license, change, now);
    }

    @Override
    public Result run(Move move, AdminContext by) {
        check(move);
        String id = ids.next("mov_", adminTransactions.now().toEpochMilli());
        Map<String, String> details = Map.of("planMove", id);
        String action = move.change().when() == When.NOW ? "license.plan-changed" : "license.plan-change-scheduled";
        Outcome outcome = new Outcome();
        boolean isComplete = true;
        String cursor = null;
        do {
            Page<LicenseRecord> page = page(cursor, PAGE);
            for (LicenseRecord license : page.items()) {
                if (isSelected(license, move, adminTransactions.now())) {
                    if (outcome.changed >= move.max()) {
                        isComplete = false;
                        break;
                    }
                    outcome.run(
                            license.id().value(),
                            () -> changes.change(
                                    license.id().value(),
                                    new LicenseChanges.Entry(by, action, details),
                                    (before, now) -> marked(before, move, id, now)));
                }
            }
            cursor = page.next();
        } while (isComplete && cursor != null);
        return outcome.result(id, isComplete);
    }

    private LicenseRecord marked(LicenseRecord before, Move move, String id, Instant now) {
        if (!isSelected(before, move, now)) {
            throw new ConflictException(ConflictException.Kind.STATE, "it was changed while licenses were moved");
        }
        LicenseRecord after = moved(before, move.change(), now);
        Map<String, String> names = new HashMap<>(after.external());
        names.put(MOVE, id);
        names.put(REVISION, Long.toString(after.revision()));
        if (names.size() > MOST_NAMES) {
            throw new ConflictException(
                    ConflictException.Kind.STATE,
                    "it has no room for the names of the move: expected at most " + (MOST_NAMES - 2)
                            + " external names");
        }
        return after.edit(now).external(names).unstored();
    }

    @Override
    public Result undo(String moveId, AdminContext by) {
        List<LicenseId> moved =
                adminTransactions.store().licenses().named(issuer, new ExternalName(MOVE, moveId), MOST + 1);
        if (moved.isEmpty()) {
            throw new NotFoundException("plan move", moveId);
        }
        Map<String, String> details = Map.of("planMoveUndone", moveId);
        Outcome outcome = new Outcome();
        for (LicenseId license : moved) {
            outcome.run(
                    license.value(),
                    () -> changes.change(
                            license.value(),
                            new LicenseChanges.Entry(by, "license.plan-changed", details),
                            (before, now) -> undone(before, moveId, now)));
        }
        return outcome.result(moveId, moved.size() <= MOST);
    }

    private LicenseRecord undone(LicenseRecord license, String moveId, Instant now) {
        Map<String, String> names = new HashMap<>(license.external());
        boolean isUnchanged = moveId.equals(names.remove(MOVE))
                && Long.toString(license.revision()).equals(names.remove(REVISION));
        if (!isUnchanged) {
            throw new ConflictException(ConflictException.Kind.STATE, "it was changed since it was moved");
        }
        LicenseRecord back = movedBack(license, before(license, now), now);
        return back.edit(now).external(names).unstored();
    }

    /** Returns the change that takes a move back: a change that is due is dropped by a change to the present plan. */
    private static PlanChangeRequest before(LicenseRecord license, Instant now) {
        PlanChange change = license.pinned().change();
        if (change != null) {
            return new PlanChangeRequest(
                    change.from(), When.NOW, change.at().isAfter(now) ? UsageTreatment.CARRY : change.usage());
        }
        List<EarlierTerms> earlier = license.pinned().earlier();
        if (earlier.isEmpty()) {
            throw new ConflictException(
                    ConflictException.Kind.STATE, "the plan that it had before is not known any more");
        }
        EarlierTerms last = earlier.get(earlier.size() - 1);
        return new PlanChangeRequest(last.plan(), When.NOW, last.usage());
    }

    private void check(Move move) {
        if (move.percent() < 0 || move.percent() > 100) {
            throw new InvalidFieldException("percent", "expected 0 to 100");
        }
        if (move.max() < 1 || move.max() > MOST) {
            throw new InvalidFieldException("max", "expected 1 to " + MOST);
        }
        if (move.customers().size() > MOST_CUSTOMERS) {
            throw new InvalidFieldException("customers", "expected at most " + MOST_CUSTOMERS);
        }
        PlanId to = move.change().plan();
        if (to.equals(move.from())) {
            throw new InvalidFieldException("plan", "expected another plan than 'from'");
        }
        catalog.refuseUnlessBought(to);
    }

    /** Counts changed licenses, and collects the reasons of the others. */
    private static final class Outcome {
        private final List<Skipped> skipped = new ArrayList<>();
        private int changed;
        private int leftOut;

        private interface Change {
            LicenseRecord run();
        }

        void run(String license, Change change) {
            try {
                LicenseRecord unused = change.run();
                changed++;
            } catch (StoreException e) {
                throw e;
            } catch (LicensingException e) {
                if (skipped.size() < MOST_SHOWN) {
                    skipped.add(new Skipped(license, String.valueOf(e.getMessage())));
                } else {
                    leftOut++;
                }
            }
        }

        Result result(String id, boolean isComplete) {
            return new Result(id, changed, skipped, leftOut, isComplete);
        }
    }
}
