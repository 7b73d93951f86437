package io.github.licensing4j.core.catalog;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Money;
import io.github.licensing4j.Plan.Sale;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.SeatsLimit;
import io.github.licensing4j.core.catalog.Currencies.UnitPrice;
import io.github.licensing4j.core.catalog.Node.Mapping;
import io.github.licensing4j.core.catalog.PlanOffer.Grace;
import io.github.licensing4j.core.catalog.PlanOffer.Trial;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how a plan is sold: price, trial, grace, and whether it is on sale. */
final class PricingReader {
    private static final String PERIOD = "a period, such as P14D";
    private static final int MOST_DAYS_OF_MONTH = 31;
    /** Three years. Who held a seat is not stored for much longer. */
    private static final int MOST_DAYS = 36 * MOST_DAYS_OF_MONTH;

    private static final String PLAN = "the name of a plan, such as free@1";

    private final Fields fields;
    private final String what;
    private final Set<String> plans;
    private final Diagnostics diagnostics;

    PricingReader(Fields fields, String what, Set<String> plans, Diagnostics diagnostics) {
        this.fields = fields;
        this.what = what;
        this.plans = plans;
        this.diagnostics = diagnostics;
    }

    Sale sale() {
        boolean hidden = fields.flag("private");
        boolean retired = fields.flag("retired");
        if (retired) {
            return Sale.RETIRED;
        }
        return hidden ? Sale.PRIVATE : Sale.PUBLIC;
    }

    @Nullable
    Price price() {
        Mapping map = fields.mapping("price");
        if (map == null) {
            return null;
        }
        Fields price = new Fields(map, "the price of " + what, Set.of("amount", "per"), diagnostics);
        Money amount = price.parsed("amount", "an amount and a currency, such as 49.00 USD", CatalogScalars::price);
        ContractPeriod per = price.parsed("per", "a billing period, such as P1M", ContractPeriod::parse);
        return amount == null || per == null ? null : new Price(amount, per);
    }

    @Nullable
    Trial trial() {
        Mapping map = fields.mapping("trial");
        if (map == null) {
            return null;
        }
        Fields trial = new Fields(map, "the trial of " + what, Set.of("for", "then", "only"), diagnostics);
        ContractPeriod length = trial.parsed("for", PERIOD, ContractPeriod::parse);
        PlanId then = plan(trial, "then");
        Boolean only = trial.has("only") ? (Boolean) trial.flag("only") : null;
        return length == null || then == null ? null : new Trial(length, then, only);
    }

    @Nullable
    Grace grace() {
        Mapping map = fields.mapping("grace");
        if (map == null) {
            return null;
        }
        Fields grace = new Fields(map, "the grace of " + what, Set.of("for", "access"), diagnostics);
        ContractPeriod length = grace.parsed("for", PERIOD, ContractPeriod::parse);
        Node access = grace.required("access", "full or {reduced: <plan>}");
        PlanId reducedTo = null;
        if (access instanceof Mapping reduced) {
            reducedTo = plan(
                    new Fields(reduced, "the access in grace of " + what, Set.of("reduced"), diagnostics), "reduced");
        } else if (access != null && !access.shown().equals("the text 'full'")) {
            grace.wrong(access, "access", "full or {reduced: <plan>}");
        }
        return length == null ? null : new Grace(length, reducedTo);
    }

    private @Nullable PlanId plan(Fields of, String key) {
        String name = of.text(key, PLAN);
        if (name == null) {
            return null;
        }
        if (!plans.contains(name)) {
            diagnostics.unknown(of.at(key), "plan", name, plans);
            return null;
        }
        // A known name that is no plan id was reported where it is defined.
        try {
            return PlanId.parse(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Refuses a second currency: an invoice has only one. */
    void refuseTwoCurrencies(PlanDefinition plan) {
        Currency currency = plan.price() == null ? null : plan.price().amount().currency();
        for (UnitPrice unit : Currencies.ofUnits(plan.plan().limits())) {
            Currency other = unit.price().currency();
            if (currency != null && !currency.equals(other)) {
                diagnostics.add(
                        fields.at("limits"),
                        what + " has prices in " + currency + " and, for limit '" + unit.limit() + "', in " + other
                                + ", expected one currency");
            }
            currency = other;
        }
    }

    /** Refuses prices of seats that cannot be divided by the days of a billing period. A plan without a price is billed by months. */
    void refuseUndividedSeats(PlanDefinition plan) {
        Price price = plan.price();
        if (price == null || isDividedByDays(price.per())) {
            return;
        }
        for (SeatsLimit limit : Limit.select(plan.plan().limits(), SeatsLimit.class)) {
            if (limit.unitPrice() != null) {
                diagnostics.add(
                        fields.at("price"),
                        what + " is billed per " + price.per() + ", and the price of limit '" + limit.name()
                                + "' is for the days on which a seat is held; expected 'per' from P1D to P3Y");
            }
        }
    }

    private static boolean isDividedByDays(ContractPeriod per) {
        long days = per.isCalendar()
                ? per.date().toTotalMonths() * MOST_DAYS_OF_MONTH + per.date().get(ChronoUnit.DAYS)
                : per.time().toDays();
        return days >= 1 && days <= MOST_DAYS;
    }
}
