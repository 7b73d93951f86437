package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.License;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.core.catalog.Overrides;
import io.github.licensing4j.core.catalog.PlanTerms;
import io.github.licensing4j.core.catalog.Price;
import io.github.licensing4j.core.license.EarlierPlans;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.core.limit.QuotaTerms;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.EarlierTerms;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.PlanChange;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.LicenseStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What held for a license at any instant: as its record said then, and not as it says now. It is read from the records that
 * were replaced, of which each held until the next one was stored.
 */
final class History {
    private final LicenseRecord license;
    private final List<LicenseRevision> past;
    private final CatalogTimeline catalogs;
    private final Instant knownFrom;
    private final Instant closedUntil;
    private final TreeSet<Instant> turns = new TreeSet<>();
    private final Map<Instant, QuotaTerms> quotas = new HashMap<>();

    /**
     * @param past what the license was before, oldest first
     * @param closedUntil the end of the last period whose invoice is final, {@link Instant#MIN} if there is none
     */
    History(LicenseRecord license, List<LicenseRevision> past, CatalogTimeline catalogs, Instant closedUntil) {
        this.license = license;
        this.past = List.copyOf(past);
        this.catalogs = catalogs;
        this.closedUntil = closedUntil;
        this.knownFrom = knownFrom(past);
        Instant from = knownFrom;
        for (LicenseRevision one : past) {
            if (one.license() != null) {
                addTurns(one.license(), from, one.until());
            }
            from = one.until();
        }
        addTurns(license, from, Instant.MAX);
    }

    /** What was before the oldest of as many as are kept is not known. */
    private static Instant knownFrom(List<LicenseRevision> past) {
        Instant known =
                past.size() < LicenseStore.MOST_PAST ? Instant.MIN : past.get(0).until();
        for (LicenseRevision one : past) {
            known = one.license() == null ? one.until() : known;
        }
        return known;
    }

    private void addTurns(LicenseRecord record, Instant from, Instant until) {
        Trial trial = record.trial();
        PlanChange change = record.change();
        Stream.of(
                        from.equals(Instant.MIN) ? null : from,
                        record.startsAt(),
                        trial == null ? null : trial.endsAt(),
                        change == null ? null : change.at(),
                        record.cancelledAt(),
                        record.expiresAt(),
                        record.revokedAt())
                .filter(turn -> turn != null && !turn.isBefore(from) && turn.isBefore(until) && turn.isAfter(knownFrom))
                .forEach(turns::add);
    }

    /** Every instant at which something may have become something else, in the order of time. */
    List<Instant> turns() {
        return new ArrayList<>(turns);
    }

    /** Every instant at which a billing period may be cut: at turns, at edits of the catalog and after a final invoice. */
    List<Instant> cuts() {
        TreeSet<Instant> cuts = new TreeSet<>(turns);
        cuts.addAll(catalogs.changes());
        cuts.add(closedUntil);
        return List.copyOf(cuts.tailSet(knownFrom, false));
    }

    /** The first instant of which it is known what held. */
    Instant knownFrom() {
        return knownFrom;
    }

    /**
     * Refuses what would have to be made up.
     *
     * @throws ConflictException if it is not known what held at an instant
     */
    void check(Instant from) {
        if (from.isBefore(knownFrom)) {
            throw new ConflictException(
                    ConflictException.Kind.STATE,
                    "what license '" + license.id().value() + "' was before " + knownFrom
                            + " was not kept, and the billing period begins at " + from
                            + "; expected an instant of a later period");
        }
    }

    /** The record as it was at an instant. */
    LicenseRecord record(Instant at) {
        check(at);
        for (LicenseRevision one : past) {
            if (at.isBefore(one.until()) && one.license() != null) {
                return one.license();
            }
        }
        return license;
    }

    EffectiveLicense at(Instant at) {
        return EffectiveLicense.at(record(at), at);
    }

    /** The first instant at which it held. */
    Instant start() {
        return license.startsAt() != null ? license.startsAt() : license.createdAt();
    }

    boolean isTrial(Instant at) {
        Trial trial = record(at).trial();
        return trial != null && at.isBefore(trial.endsAt());
    }

    /** Whether it had begun and not ended; on hold or in debt, it is billed all the same. */
    boolean isInForce(Instant at) {
        LicenseRecord record = record(at);
        return (record.startsAt() == null || !at.isBefore(record.startsAt()))
                && Stream.of(record.cancelledAt(), record.expiresAt(), record.revokedAt())
                        .allMatch(end -> end == null || at.isBefore(end));
    }

    /**
     * Whether it was in force at any instant of a range, as far as that is known: what begins or ends does so at its bounds or
     * at a turn.
     */
    boolean wasInForce(Instant from, Instant last) {
        if (license.createdAt().isAfter(last)) {
            return false;
        }
        Instant first = Stream.of(license.createdAt(), from, knownFrom)
                .filter(instant -> !instant.isAfter(last))
                .max(Instant::compareTo)
                .orElse(from);
        return Stream.concat(
                        Stream.of(first, last),
                        turns.stream().filter(turn -> turn.isAfter(first) && turn.isBefore(last)))
                .anyMatch(this::isInForce);
    }

    /** The terms before each change of plan up to an instant, oldest first. */
    List<EarlierTerms> earlier(Instant at) {
        LicenseRecord record = record(at);
        return catalogs.find(at, catalog -> EarlierPlans.of(record, EffectiveLicense.at(record, at), catalog)).stream()
                .filter(terms -> !terms.until().isAfter(at))
                .toList();
    }

    /** The price of the plan in force, null if the catalog does not say. What the contract changes goes before the plan. */
    @Nullable
    Price price(Instant at) {
        Price own = Overrides.parse(record(at).overrides()).price();
        if (own != null) {
            return own;
        }
        try {
            return catalogs.find(at, catalog -> sold(catalog, at(at).plan())).price();
        } catch (UnknownNameException e) {
            return null;
        }
    }

    private PlanTerms sold(Catalog catalog, PlanId plan) {
        return catalog.sold(plan)
                .orElseThrow(() -> new UnknownNameException(
                        "plan", plan.toString(), "license '" + license.id().value() + "'", null));
    }

    /**
     * The quotas of a quota period, judged at its last instant: there the mix of two plans is known. What is billed is the plan
     * that was bought, even where a payment was overdue and access was reduced.
     */
    QuotaTerms quotas(Instant last) {
        return quotas.computeIfAbsent(last, instant -> {
            LicenseRecord bought = bought(instant);
            return QuotaTerms.at(
                    catalogs.find(
                            instant,
                            catalog -> LicenseEvaluator.terms(bought, EffectiveLicense.at(bought, instant), catalog)),
                    instant.toEpochMilli());
        });
    }

    /** The edits of the catalog since the license was made, as far as it is known what held at them. */
    List<Instant> edits() {
        return catalogs.changes().stream().filter(this::isKnown).toList();
    }

    /** Whether it was made by an instant, and it is known what held just before that. */
    boolean isKnown(Instant at) {
        return at.isAfter(knownFrom) && !at.isBefore(license.createdAt());
    }

    /** Whether an edit of the catalog made the limit of a counter a quota of another meter, period or scope. */
    boolean isEditedAway(CounterId counter, Instant edit) {
        return isKnown(edit)
                && quotas(edit).isOtherwise(counter)
                && quotas(edit.minusMillis(1)).quota(counter).isPresent();
    }

    private LicenseRecord bought(Instant last) {
        return record(last).edit(last).debt(null).unstored();
    }

    /** Whose quotas they are, with the beginning before which nothing is carried from. */
    LimitSubject licensee(License license, Instant last) {
        long began = LicenseEvaluator.began(bought(last), license).toEpochMilli();
        return new LimitSubject(license, began, List.of(), "", "");
    }

    /** Instants at which every period ends and another begins, whatever its length. */
    List<Instant> freshStarts() {
        return turns.stream().filter(this::isFreshStart).toList();
    }

    boolean isFreshStart(Instant turn) {
        Instant before = turn.minusMillis(1);
        return turn.isAfter(start())
                && (!at(turn).anchor().equals(at(before).anchor()) || isTrial(turn) != isTrial(before));
    }

    /** Whether the billing period becomes another one there, with usage that goes on. */
    boolean isOtherBilling(Instant turn) {
        return turn.isAfter(start())
                && !isFreshStart(turn)
                && (isClosedWithin(turn)
                        || !Objects.equals(
                                BillingPeriod.per(this, turn), BillingPeriod.per(this, turn.minusMillis(1))));
    }

    /** Whether a final invoice ends there, within what would be one billing period by the terms of today. */
    private boolean isClosedWithin(Instant turn) {
        return turn.equals(closedUntil) && BillingPeriod.whole(this, turn).startMillis() != turn.toEpochMilli();
    }
}
