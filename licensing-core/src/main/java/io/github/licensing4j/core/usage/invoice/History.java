package io.github.licensing4j.core.usage.invoice;

import io.github.licensing4j.License;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.core.catalog.Overrides;
import io.github.licensing4j.core.catalog.PlanOffer;
import io.github.licensing4j.core.catalog.Price;
import io.github.licensing4j.core.license.EarlierPlans;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.core.limit.quota.LicenseQuotas;
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
 * The revisions of a license over time: which record and terms were in force at an instant. It is built from the
 * replaced records, each of which was in force until the next one was stored.
 */
final class History {
    private final LicenseRecord license;
    private final List<LicenseRevision> past;
    private final CatalogTimeline catalogs;
    private final Instant knownFrom;
    private final Instant closedUntil;
    private final TreeSet<Instant> turns = new TreeSet<>();
    private final Map<Instant, LicenseQuotas> quotas = new HashMap<>();

    /**
     * @param past the former revisions of the license, oldest first
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

    /** Revisions before the oldest stored one are unknown if the number of stored ones is at its limit. */
    private static Instant knownFrom(List<LicenseRevision> past) {
        Instant known =
                past.size() < LicenseStore.MOST_PAST ? Instant.MIN : past.get(0).until();
        for (LicenseRevision one : past) {
            known = one.license() == null ? one.until() : known;
        }
        return known;
    }

    private void addTurns(LicenseRecord record, Instant from, Instant until) {
        Trial trial = record.pinned().trial();
        PlanChange change = record.pinned().change();
        Stream.of(
                        from.equals(Instant.MIN) ? null : from,
                        record.dates().startsAt(),
                        trial == null ? null : trial.endsAt(),
                        change == null ? null : change.at(),
                        record.blocks().cancelledAt(),
                        record.dates().expiresAt(),
                        record.blocks().revokedAt())
                .filter(turn -> turn != null && !turn.isBefore(from) && turn.isBefore(until) && turn.isAfter(knownFrom))
                .forEach(turns::add);
    }

    /** Returns every instant at which something may have changed, in the order of time. */
    List<Instant> turns() {
        return new ArrayList<>(turns);
    }

    /**
     * Returns every instant at which a billing period may be cut: at changes, at edits of the catalog and after a final
     * invoice.
     */
    List<Instant> cuts() {
        TreeSet<Instant> cuts = new TreeSet<>(turns);
        cuts.addAll(catalogs.changes());
        cuts.add(closedUntil);
        return List.copyOf(cuts.tailSet(knownFrom, false));
    }

    /** Returns the first instant whose revision is known. */
    Instant knownFrom() {
        return knownFrom;
    }

    /**
     * Checks that the revision of an instant is known.
     *
     * @throws ConflictException if it is unknown
     */
    void check(Instant from) {
        if (from.isBefore(knownFrom)) {
            throw new ConflictException(
                    ConflictException.Kind.STATE,
                    "the revisions of license '" + license.id().value() + "' before " + knownFrom
                            + " were not kept, and the billing period begins at " + from
                            + "; expected an instant of a later period");
        }
    }

    /** Returns the record at an instant. */
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

    /** Returns the first instant at which it was in force. */
    Instant start() {
        return license.dates().startsAt() != null
                ? license.dates().startsAt()
                : license.dates().createdAt();
    }

    boolean isTrial(Instant at) {
        Trial trial = record(at).pinned().trial();
        return trial != null && at.isBefore(trial.endsAt());
    }

    /** Returns whether it had begun and not ended; it is also billed while on hold or past due. */
    boolean isInForce(Instant at) {
        LicenseRecord record = record(at);
        return (record.dates().startsAt() == null || !at.isBefore(record.dates().startsAt()))
                && Stream.of(
                                record.blocks().cancelledAt(),
                                record.dates().expiresAt(),
                                record.blocks().revokedAt())
                        .allMatch(end -> end == null || at.isBefore(end));
    }

    /**
     * Returns whether it was in force at any known instant of a range: it begins or ends at the range's bounds or at a
     * change.
     */
    boolean wasInForce(Instant from, Instant last) {
        if (license.dates().createdAt().isAfter(last)) {
            return false;
        }
        Instant first = Stream.of(license.dates().createdAt(), from, knownFrom)
                .filter(instant -> !instant.isAfter(last))
                .max(Instant::compareTo)
                .orElse(from);
        return Stream.concat(
                        Stream.of(first, last),
                        turns.stream().filter(turn -> turn.isAfter(first) && turn.isBefore(last)))
                .anyMatch(this::isInForce);
    }

    /** Returns the terms before each change of plan up to an instant, oldest first. */
    List<EarlierTerms> earlier(Instant at) {
        LicenseRecord record = record(at);
        return catalogs.find(at, catalog -> EarlierPlans.of(record, EffectiveLicense.at(record, at), catalog)).stream()
                .filter(terms -> !terms.until().isAfter(at))
                .toList();
    }

    /**
     * Returns the price of the plan in force, null if the catalog has none. Overrides of the contract take precedence
     * over the plan.
     */
    @Nullable
    Price price(Instant at) {
        Price own = Overrides.parse(record(at).pinned().overrides()).price();
        if (own != null) {
            return own;
        }
        try {
            return catalogs.find(at, catalog -> sold(catalog, at(at).plan())).price();
        } catch (UnknownNameException e) {
            return null;
        }
    }

    private PlanOffer sold(Catalog catalog, PlanId plan) {
        return catalog.sold(plan)
                .orElseThrow(() -> new UnknownNameException(
                        "plan", plan.toString(), "license '" + license.id().value() + "'", null));
    }

    /**
     * Returns the quotas of a quota period at its last instant, when the mix of two plans is known. The purchased plan
     * is billed, even if a payment was overdue and access was reduced.
     */
    LicenseQuotas quotas(Instant last) {
        return quotas.computeIfAbsent(last, instant -> {
            LicenseRecord bought = bought(instant);
            return LicenseQuotas.at(
                    catalogs.find(
                            instant,
                            catalog -> LicenseEvaluator.terms(bought, EffectiveLicense.at(bought, instant), catalog)),
                    instant.toEpochMilli());
        });
    }

    /** Returns the edits of the catalog since the license was created, as far as its revisions are known. */
    List<Instant> edits() {
        return catalogs.changes().stream().filter(this::isKnown).toList();
    }

    /** Returns whether it was created by an instant and its revision just before that is known. */
    boolean isKnown(Instant at) {
        return at.isAfter(knownFrom) && !at.isBefore(license.dates().createdAt());
    }

    /** Returns whether an edit of the catalog changed the limit of a counter to another meter, period or scope. */
    boolean isEditedAway(CounterId counter, Instant edit) {
        return isKnown(edit)
                && quotas(edit).isOtherwise(counter)
                && quotas(edit.minusMillis(1)).quota(counter).isPresent();
    }

    private LicenseRecord bought(Instant last) {
        return record(last).edit(last).debt(null).unstored();
    }

    /** Returns the subject of the quotas, with the start before which nothing is carried over. */
    LimitSubject licensee(License license, Instant last) {
        long began = LicenseEvaluator.began(bought(last), license).toEpochMilli();
        return new LimitSubject(license, began, List.of(), "", "");
    }

    /** Returns the instants at which every period, whatever its length, ends and a new one begins. */
    List<Instant> freshStarts() {
        return turns.stream().filter(this::isFreshStart).toList();
    }

    boolean isFreshStart(Instant turn) {
        Instant before = turn.minusMillis(1);
        return turn.isAfter(start())
                && (!at(turn).anchor().equals(at(before).anchor()) || isTrial(turn) != isTrial(before));
    }

    /** Returns whether the billing period changes there while usage continues. */
    boolean isOtherBilling(Instant turn) {
        return turn.isAfter(start())
                && !isFreshStart(turn)
                && (isClosedWithin(turn)
                        || !Objects.equals(
                                BillingPeriod.per(this, turn), BillingPeriod.per(this, turn.minusMillis(1))));
    }

    /** Returns whether a final invoice ends there, within one billing period by the present terms. */
    private boolean isClosedWithin(Instant turn) {
        return turn.equals(closedUntil) && BillingPeriod.whole(this, turn).startMillis() != turn.toEpochMilli();
    }
}
