package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Limit;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.UnknownNameException;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.Invoice;
import io.github.licensing4j.admin.Licenses.When;
import io.github.licensing4j.admin.PlanChangeRequest;
import io.github.licensing4j.core.RandomCases;
import io.github.licensing4j.core.admin.PlanChangeModel.Kind;
import io.github.licensing4j.core.admin.PlanChangeModel.Plan;
import io.github.licensing4j.core.admin.PlanChangeModel.Quota;
import io.github.licensing4j.core.admin.PlanChangeModel.State;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogParser;
import io.github.licensing4j.core.catalog.CatalogTimeline;
import io.github.licensing4j.core.catalog.CounterNames;
import io.github.licensing4j.core.catalog.LimitCounterStore;
import io.github.licensing4j.core.catalog.Overrides;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseAccess.Active;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.limit.LimitSubject;
import io.github.licensing4j.core.limit.Proration;
import io.github.licensing4j.core.limit.quota.LicenseQuotas;
import io.github.licensing4j.core.usage.invoice.ClosedBills;
import io.github.licensing4j.core.usage.invoice.HeldSeats;
import io.github.licensing4j.core.usage.invoice.InvoiceInput;
import io.github.licensing4j.core.usage.invoice.Invoicing;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import io.github.licensing4j.spi.LicenseRevision;
import io.github.licensing4j.spi.LimitCounter;
import io.github.licensing4j.spi.QuotaClaim.Carry;
import io.github.licensing4j.spi.QuotaWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A random life of one license: trial, plan changes of every kind, overrides, and chains of renamed limits, on the engine and the
 * model. The model counts by counter, and so has no names.
 */
final class PlanChangeHistory {
    private static final Map<String, Integer> PERIODS = Map.of("c0", 60, "c1", 300, "c2", 90, "c3", 120);
    private static final Map<String, String> WRITTEN = Map.of(
            "c0", "kind: quota, meter: calls, per: PT60S",
            "c1", "kind: quota, meter: calls, per: PT5M",
            "c2", "kind: quota, meter: tokens, per: PT90S",
            "c3", "kind: quota, meter: calls, per: PT2M, of: customer");
    private static final LicenseId ID = new LicenseId("https://issuer.example", "lic_1");

    private final RandomGenerator random;
    private final PlanChangeModel model;
    private final CounterNames names = new CounterNames(new Memory());
    private final PlanChanges changes = new PlanChanges(new PlanRules(this::catalog));
    private final List<LicenseRevision> past = new ArrayList<>();
    private final Map<String, Plan> plans = new LinkedHashMap<>();
    private final Map<String, Map<String, Written>> limits = new LinkedHashMap<>();
    private Catalog catalog;
    private LicenseRecord license;
    private int now;
    private @Nullable Due due;

    private record Due(int at, String plan, Kind kind) {}

    /** A limit as the catalog defines it. */
    private record Written(String name, @Nullable String was, String members) {}

    /** Stores counters of limits while the catalog is edited. */
    private static final class Memory implements LimitCounterStore {
        private final Map<String, LimitCounter> kept = new LinkedHashMap<>();

        @Override
        public List<LimitCounter> read() {
            return List.copyOf(kept.values());
        }

        @Override
        public void write(Collection<LimitCounter> changed) {
            changed.forEach(one -> kept.put(one.plan() + " " + one.limit(), one));
        }
    }

    PlanChangeHistory(RandomGenerator random) {
        this.random = random;
        for (int i = 0; i < 4; i++) {
            addPlan("p" + i);
        }
        this.model = new PlanChangeModel(1_780_000_000 + random.nextInt(1_000), plans);
        this.catalog = resolved();
        LicenseRecord plain = LicenseRecord.of(ID, "acme", PlanId.parse("p0@1"), instant(0), ZoneOffset.UTC);
        int trial = random.nextInt(3) == 0 ? 30 + random.nextInt(400) : 0;
        this.license = trial == 0
                ? plain
                : plain.edit(instant(0))
                        .trial(new Trial(instant(trial), PlanId.parse("p1@1")))
                        .unstored();
        model.set(0, new State("p0", Map.of(), null, trial > 0));
        due = trial == 0 ? null : new Due(trial, "p1", Kind.FRESH);
    }

    static int per(String counter) {
        return Objects.requireNonNull(PERIODS.get(counter));
    }

    private Catalog catalog() {
        return catalog;
    }

    private Catalog resolved() {
        StringBuilder text = new StringBuilder("catalog: c\nmeters: {tokens: {unit: token}}\nplans:\n");
        plans.forEach((id, plan) -> {
            text.append("  ")
                    .append(id)
                    .append("@1:\n    price: {amount: ")
                    .append(plan.price().toPlainString());
            text.append(" USD, per: PT7M}\n    limits:\n");
            written(id).values().forEach(limit -> {
                text.append("      ").append(limit.name).append(": {").append(limit.members);
                text.append(limit.was == null ? "" : ", was: " + limit.was).append("}\n");
            });
        });
        Catalog resolved = names.resolve(CatalogParser.parse("licensing.yaml", text.toString()), instant(now));
        names.keep(resolved);
        return resolved;
    }

    private Map<String, Written> written(String plan) {
        return limits.computeIfAbsent(plan, absent -> new LinkedHashMap<>());
    }

    private String nameOf(String plan, String counter) {
        return Objects.requireNonNull(written(plan).get(counter)).name;
    }

    /** Renames a limit once more, restores its first name, or drops {@code was}. */
    private void rename() {
        String plan = "p" + random.nextInt(4);
        String counter = "c" + random.nextInt(4);
        Written limit = written(plan).get(counter);
        if (limit == null) {
            return;
        }
        String name = RandomCases.any(random, new String[] {limit.name, counter + "-" + random.nextInt(5), counter});
        String was = name.equals(limit.name) ? null : limit.name;
        written(plan).put(counter, new Written(name, was, limit.members));
        catalog = resolved();
    }

    private void addPlan(String id) {
        Map<String, Quota> quotas = new LinkedHashMap<>();
        BigDecimal price = BigDecimal.valueOf(random.nextInt(10_000), 2);
        // The first counter is in every plan, so that none is without limits.
        for (String counter : List.of("c0", "c1", "c2", "c3")) {
            if (counter.equals("c0") || random.nextInt(5) > 0) {
                boolean isRenamed = random.nextInt(3) == 0;
                String name = isRenamed ? counter + "-renamed" : counter;
                long amount = random.nextInt(1_000);
                int rollover = random.nextBoolean() ? 0 : 1 + random.nextInt(500);
                int cap = 1 + random.nextInt(300);
                quotas.put(counter, new Quota(counter, per(counter), counter.equals("c3"), amount, rollover, cap));
                String members = WRITTEN.get(counter) + ", amount: " + amount
                        + (rollover == 0 ? "" : ", rollover: {max: " + rollover + "}")
                        + ", overage: {cap: " + cap
                        + (counter.equals("c3") ? "}" : ", unit-price: 0.01 USD}");
                written(id).put(counter, new Written(name, isRenamed ? counter : null, members));
            }
        }
        plans.put(id, new Plan(id, price, quotas));
    }

    private Instant instant(int second) {
        return Instant.ofEpochSecond((model == null ? 0 : model.epoch) + second);
    }

    void play() {
        for (int step = 0; step < 12; step++) {
            advance(random.nextInt(4) == 0 ? random.nextInt(500) : random.nextInt(90));
            switch (random.nextInt(6)) {
                case 0, 1 -> move();
                case 2 -> override();
                case 3, 4 -> rename();
                default -> {
                    // Only time passes.
                }
            }
            checkAmounts();
        }
        advance(600);
        checkAmounts();
        checkInvoices();
    }

    private void advance(int seconds) {
        now += seconds;
        Due coming = due;
        if (coming != null && coming.at() <= now) {
            State state = model.at(coming.at());
            model.change(coming.at(), coming.kind(), new State(coming.plan(), state.amounts(), state.price(), false));
            due = null;
        }
    }

    private void store(LicenseRecord next) {
        if (!license.isOnTermsOf(next)) {
            past.add(new LicenseRevision(license, next.dates().changedAt()));
        }
        license = next;
    }

    private void move() {
        State state = model.at(now);
        String to = "p" + random.nextInt(4);
        Kind kind = RandomCases.any(random, Kind.values());
        boolean isLater = random.nextInt(3) == 0;
        if (model.isSetAt(now)
                || !fits(license.pinned().overrides(), to)
                || (state.plan().equals(to)
                        && !state.trial()
                        && license.pinned().change() == null)) {
            return;
        }
        PlanChangeRequest move = new PlanChangeRequest(
                PlanId.parse(to + "@1"), isLater ? When.NEXT_PERIOD : When.NOW, UsageTreatment.valueOf(kind.name()));
        store(changes.moved(license, move, instant(now)));
        if (isLater) {
            Due trial = due;
            due = state.trial() && trial != null
                    ? new Due(trial.at(), to, Kind.FRESH)
                    : new Due(model.billingStart(now) + PlanChangeModel.BILLING, to, kind);
            return;
        }
        due = null;
        State after = new State(to, state.amounts(), state.price(), false);
        if (state.trial() || kind == Kind.FRESH || !state.plan().equals(to)) {
            model.change(now, state.trial() ? Kind.FRESH : kind, after);
        }
    }

    private boolean fits(@Nullable String overrides, String plan) {
        try {
            return catalog.terms(PlanId.parse(plan + "@1"), Overrides.parse(overrides), "acme") != null;
        } catch (UnknownNameException e) {
            return false;
        }
    }

    private void override() {
        State state = model.at(now);
        Map<String, Long> amounts = new HashMap<>();
        for (Quota quota : model.quotas(now).values()) {
            if (random.nextInt(3) == 0) {
                amounts.put(quota.counter(), (long) random.nextInt(1_000));
            }
        }
        BigDecimal price = random.nextBoolean() ? null : BigDecimal.valueOf(random.nextInt(10_000), 2);
        State next = new State(state.plan(), amounts, price, state.trial());
        Due coming = due;
        if (coming != null && !fits(json(next), coming.plan())) {
            return;
        }
        store(changes.caughtUp(license, instant(now))
                .edit(instant(now))
                .overrides(json(next))
                .done());
        model.set(now, next);
    }

    private String json(State state) {
        List<String> members = new ArrayList<>();
        List<String> changed = state.amounts().entrySet().stream()
                .map(one -> "\"" + nameOf(state.plan(), one.getKey()) + "\":{\"amount\":" + one.getValue() + "}")
                .toList();
        members.add("\"limits\":{" + String.join(",", changed) + "}");
        if (state.price() != null) {
            members.add("\"price\":{\"amount\":\"" + state.price().toPlainString() + " USD\",\"per\":\"PT7M\"}");
        }
        return "{" + String.join(",", members) + "}";
    }

    private void checkAmounts() {
        Active active = LicenseEvaluator.terms(license, EffectiveLicense.at(license, instant(now)), catalog);
        Proration amounts = Proration.of(active, instant(now).toEpochMilli());
        LicenseQuotas terms = LicenseQuotas.at(active, instant(now).toEpochMilli());
        LimitSubject limitSubject = new LimitSubject(
                active.license(),
                LicenseEvaluator.began(license, active.license()).toEpochMilli(),
                List.of(),
                "",
                "");
        Map<String, Quota> expected = model.quotas(now);
        same("limits", amounts.limits().size(), expected.size());
        for (Limit limit : amounts.limits()) {
            String counter = active.terms().counterName(limit);
            Quota quota = Objects.requireNonNull(expected.get(counter));
            int start = model.start(quota, now);
            same(limit.name(), ((QuotaLimit) limit).amount(), model.amount(quota, start, now));
            if (!quota.ofCustomer()) {
                Carry carry = terms.carry((QuotaLimit) limit, limitSubject, window(start, quota.per()));
                long used = random.nextInt(300);
                same(
                        limit.name() + " carried",
                        carry == null ? 0 : carry.units(used),
                        model.carried(quota, start, now, used));
            }
        }
    }

    private QuotaWindow window(int start, int per) {
        return new QuotaWindow(
                instant(start).toEpochMilli(), instant(start + per).toEpochMilli());
    }

    private void checkInvoices() {
        Map<String, Map<Integer, Long>> used = new HashMap<>();
        List<CounterIncrement> counters = new ArrayList<>();
        for (String counter : List.of("c0", "c1", "c2")) {
            int per = per(counter);
            Map<Integer, Long> units = used.computeIfAbsent(counter, name -> new HashMap<>());
            for (int start = 0; start < now; start = model.last(start, per) + 1) {
                units.put(start, (long) random.nextInt(1_500));
                CounterId id = new CounterId(
                        counter,
                        counter.equals("c2") ? "tokens" : "calls",
                        Limit.Kind.QUOTA,
                        java.time.Duration.ofSeconds(per).toString());
                counters.add(CounterIncrement.of(ID, id, window(start, per), Objects.requireNonNull(units.get(start))));
            }
        }
        for (int second = 0; second < now - 500; second = model.billingEnd(second)) {
            Invoice invoice = invoice(second, counters);
            same("period from", invoice.from(), instant(model.billingStart(second)));
            same("period to", invoice.to(), instant(model.billingEnd(second)));
            BigDecimal total = model.base(second).add(model.overage(second, used));
            same("invoice of " + second, invoice.total().setScale(2), total.setScale(2));
        }
    }

    private Invoice invoice(int second, List<CounterIncrement> counters) {
        return Invoicing.preview(new InvoiceInput(
                license,
                past,
                CatalogTimeline.of(catalog),
                instant(second),
                counters,
                List.of(),
                List.of(),
                meter -> 0,
                HeldSeats.none(Instant.EPOCH),
                ClosedBills.none()));
    }

    private void same(String what, Object is, Object expected) {
        boolean isSame = String.valueOf(is).equals(String.valueOf(expected));
        if (!isSame) {
            throw new AssertionError("second " + now + ": " + what + ": expected " + expected + ", got " + is);
        }
    }
}
