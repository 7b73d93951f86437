package io.github.licensing4j.core.limit;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.CreditsLimit;
import io.github.licensing4j.License;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.QuotaLimit.Overage;
import io.github.licensing4j.QuotaLimit.Rollover;
import io.github.licensing4j.QuotaLimit.Scope;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.core.limit.AllowanceModel.Owner;
import io.github.licensing4j.core.limit.AllowanceModel.Past;
import io.github.licensing4j.core.limit.AllowanceModel.Quota;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.EarlierTerms;
import io.github.licensing4j.spi.EarlierTerms.QuotaAmount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A random plan that becomes another one, at once or later, with each thing that can become of the usage. */
final class AllowancePlan {
    private static final List<String> METERS = List.of("coarse", "fine");
    private static final List<String> PERIODS = List.of("P1M", "P1D", "PT1H", "P1W");

    private final Random random;
    private final boolean prepaid;
    private int named;
    /** The quotas of the plan in force, of the one before it, and since when. */
    private List<QuotaLimit> plan = new ArrayList<>();

    private final List<EarlierTerms> earlier = new ArrayList<>();
    private final List<Past> past = new ArrayList<>();
    private @Nullable Change due;

    private record Change(List<QuotaLimit> to, UsageTreatment usage, Owner fresh, Instant at) {}

    AllowancePlan(Random random, boolean prepaid) {
        this.random = random;
        this.prepaid = prepaid;
        for (int i = 0; i <= random.nextInt(4); i++) {
            plan.add(another());
        }
    }

    private QuotaLimit another() {
        return quota("q" + named++, any(METERS), ContractPeriod.parse(any(PERIODS)), any(List.of(Scope.values())));
    }

    private QuotaLimit quota(String limit, String meter, ContractPeriod per, Scope of) {
        Overage overage = random.nextInt(3) == 0 ? new Overage(random.nextInt(500), null) : null;
        Rollover rollover = random.nextBoolean() ? new Rollover(random.nextInt(600)) : null;
        return new QuotaLimit(limit, meter, random.nextInt(1500), per, List.of(), overage, rollover, of);
    }

    private <T> T any(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    /** Other amounts for the same quotas; now and then one is gone, or a new one there. */
    private List<QuotaLimit> next() {
        List<QuotaLimit> next = new ArrayList<>();
        for (QuotaLimit quota : plan) {
            if (random.nextInt(8) > 0) {
                next.add(quota(quota.name(), quota.meter(), quota.per(), quota.of()));
            }
        }
        if (next.isEmpty() || random.nextInt(8) == 0) {
            next.add(another());
        }
        return next;
    }

    void changeNow(Owner owner, Instant now) {
        due = null;
        become(new Change(next(), any(List.of(UsageTreatment.values())), owner, now));
    }

    /** With the month of an owner that comes next. */
    void changeLater(Owner owner, Instant now) {
        Instant end = AllowanceModel.period("P1M", owner.anchor, owner.zone, now)[1];
        due = new Change(next(), any(List.of(UsageTreatment.values())), owner, end);
    }

    /** What time does to a plan by itself. */
    void passTime(Instant now) {
        if (due != null && !now.isBefore(due.at())) {
            become(due);
            due = null;
        }
    }

    private void become(Change change) {
        List<QuotaAmount> amounts = plan.stream()
                .map(quota -> new QuotaAmount(CounterId.ofQuota(quota, quota.name()), quota.amount()))
                .toList();
        earlier.add(new EarlierTerms(new PlanId("old", 1), change.at(), change.usage(), null, amounts));
        past.add(new Past(
                plan.stream().map(AllowancePlan::quota).toList(),
                change.at(),
                change.usage() == UsageTreatment.PRORATE));
        plan = change.to();
        if (change.usage() == UsageTreatment.FRESH) {
            change.fresh().anchor = change.at();
            change.fresh().began = change.at();
        }
    }

    /** The end of a period of one of its quotas. */
    Instant edge(Owner owner, Instant now) {
        return AllowanceModel.period(any(quotas(owner, now)), owner, now)[1];
    }

    /** The limits that the engine holds calls to. */
    Proration limits(License license, Instant now) {
        List<Limit> all = new ArrayList<>(plan);
        if (prepaid) {
            all.add(new CreditsLimit("prepaid", "coarse", 0, null));
            all.add(new CreditsLimit("bonus", "fine", 0, null));
        }
        return new Proration.Basis(license, earlier, Limit::name, now.toEpochMilli()).of(all);
    }

    /** The quotas that the model holds calls to. */
    List<Quota> quotas(Owner owner, Instant now) {
        return plan.stream()
                .map(limit -> AllowanceModel.asOf(quota(limit), past, owner, now))
                .toList();
    }

    private static Quota quota(QuotaLimit limit) {
        Overage overage = limit.overage();
        Rollover rollover = limit.rollover();
        return new Quota(
                limit.name(),
                Objects.requireNonNull(limit.meter()),
                limit.per().toString(),
                limit.of().name().toLowerCase(Locale.ROOT),
                limit.amount(),
                limit.amount(),
                overage == null ? null : (Long) overage.cap(),
                rollover == null ? null : (Long) rollover.max());
    }
}
