package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;

import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Identified;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Match;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Refused;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.Reservation;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseView;
import io.github.licensing4j.admin.Licenses;
import io.github.licensing4j.admin.NewLicense;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Random calls of random licenses: rates, quotas of licenses, customers and keys, credits, concurrency, features, scopes,
 * conditions, overrides, trials, overage, debts, changes of plan, and calls that are settled twice, late or never.
 */
final class RandomTraffic {
    static final String CATALOG = """
            catalog: weather-api
            meters:
              tokens: { unit: token, scale: 1 }
              egress: { unit: byte, measure: response-bytes }
            features:
              forecast.daily: {}
              forecast.hourly: { rollout: { percent: 50, by: customer } }
              export.csv: {}
            plans:
              free@1:
                features: [forecast.daily]
                limits:
                  burst:   { kind: rate, permits: 1, per: PT10M, burst: 4 }
                  monthly: { kind: quota, meter: calls, amount: 150, per: P1M, rollover: { max: 10 } }
              pro@1:
                extends: free@1
                features: [forecast.hourly, export.csv]
                price: { amount: 49.00 USD, per: P1M }
                trial: { for: P2D, then: free@1 }
                grace: { for: P3D, access: { reduced: free@1 } }
                limits:
                  burst:    { permits: 2, burst: 6 }
                  monthly:  { amount: 60, overage: { cap: 20, unit-price: 0.25 USD } }
                  parallel: { kind: concurrency, max: 1 }
                  prepaid:  { kind: credits, meter: tokens, initial: 4, expires: P1Y }
              team@1:
                features: [forecast.daily, export.csv]
                price: { amount: 20.00 USD, per: P1M }
                limits:
                  shared: { kind: quota, meter: calls, amount: 50, per: P1M, of: customer, overage: { cap: 25, unit-price: 0.10 USD } }
                  each:   { kind: quota, meter: calls, amount: 20, per: P1D, of: key }
                  traffic: { kind: quota, meter: egress, amount: 3000, per: P1D }
            endpoints:
              - { match: "GET /v1/export/**", feature: export.csv, charge: { calls: 3 } }
              - { match: "GET /v1/admin", scope: admin }
              - { match: "GET /v1/old", when: "plan.name == 'free'" }
            """;

    private static final Requirement TOKENS =
            new Requirement(List.of(), Set.of(), List.of(new Charge("tokens", 5, 10, ChargeOn.NOT_5XX, 1)));
    private static final Requirement EITHER = new Requirement(
            List.of(new Requirement.Features(Set.of("forecast.hourly", "export.csv"), Match.ANY)), Set.of(), List.of());
    private static final List<CalledEndpoint> ENDPOINTS = List.of(
            endpoint("/v1/daily", new Declaration.Required(Requirement.features("forecast.daily"))),
            endpoint("/v1/hourly", new Declaration.Required(Requirement.features("forecast.hourly"))),
            endpoint("/v1/either", new Declaration.Required(EITHER)),
            endpoint("/v1/export/a", Declaration.none()),
            endpoint("/v1/admin", Declaration.none()),
            endpoint("/v1/old", Declaration.none()),
            endpoint("/v1/tokens", new Declaration.Required(TOKENS)));

    private final NodeFixture node;
    private final Random random;
    private final List<String> licenses = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<Reservation> open = new ArrayList<>();
    final Set<String> answers = new TreeSet<>();
    final Set<String> customers = new HashSet<>();
    int granted;

    RandomTraffic(NodeFixture node, long seed) {
        this.node = node;
        this.random = new Random(seed);
    }

    private static CalledEndpoint endpoint(String path, Declaration declared) {
        return new CalledEndpoint("GET", new MatchedPath(path, path), declared);
    }

    /** Creates some licenses with keys. */
    RandomTraffic licenses(int count) {
        for (int i = 0; i < count; i++) {
            create();
        }
        return this;
    }

    private void create() {
        String customer = "customer-" + random.nextInt(6);
        customers.add(customer);
        NewLicense made = NewLicense.of(customer, PlanId.parse(pick(List.of("free@1", "pro@1", "team@1"))));
        String license = node.admin()
                .licenses()
                .create(random.nextBoolean() ? made : made.bought(), BY)
                .id();
        licenses.add(license);
        Set<String> scopes = random.nextBoolean() ? Set.of("admin") : Set.of();
        keys.add(node.admin()
                .keys()
                .create(license, new KeyRequest("", scopes, KeyRequest.plain().bindings(), null), BY)
                .key());
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Makes random steps: most of them are calls. */
    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            int step = random.nextInt(100);
            if (step < 3) {
                change();
            } else if (step < 25) {
                node.clock.advance(Duration.ofSeconds(random.nextInt(random.nextInt(10) == 0 ? 20_000 : 60)));
            } else if (step < 35 && !open.isEmpty()) {
                end(open.remove(random.nextInt(open.size())));
            } else {
                call();
            }
        }
    }

    /** Ends every call that is in flight. */
    void endAll() {
        open.forEach(this::end);
        open.clear();
    }

    private void change() {
        String license = pick(licenses);
        Licenses management = node.admin().licenses();
        try {
            switch (random.nextInt(6)) {
                case 0 -> create();
                case 1 ->
                    node.changePlan(
                            license,
                            pick(List.of("free@1", "pro@1", "team@1")),
                            pick(List.of(UsageTreatment.values())));
                case 2 ->
                    node.override(
                            license,
                            pick(List.of(
                                    "{\"limits\":{\"monthly\":{\"amount\":80}}}",
                                    "{\"features\":[\"+export.csv\"]}",
                                    "{\"features\":[\"-forecast.daily\"]}",
                                    "{}")));
                case 3 -> ignore(management.suspend(license, BY));
                case 4 -> ignore(management.reinstate(license, BY));
                default ->
                    ignore(random.nextBoolean() ? management.pastDue(license, BY) : management.paid(license, BY));
            }
        } catch (LicensingException e) {
            // Not in this state.
            answers.add("unchanged");
        }
    }

    private static void ignore(LicenseView view) {
        if (view.id().isEmpty()) {
            throw new AssertionError("a license without an id");
        }
    }

    private void call() {
        Identification who = node.engine().identify(key());
        if (who instanceof Refused refused) {
            answers.add("not identified: " + refused.refusal().code().text());
            return;
        }
        Decision decision = node.engine().licensing.decide((Identified) who, pick(ENDPOINTS), Dispatch.REQUEST);
        if (decision instanceof Granted grant) {
            granted++;
            answers.add("granted");
            report(grant.reservation());
            if (random.nextInt(3) == 0 && open.size() < 10) {
                open.add(grant.reservation());
            } else {
                end(grant.reservation());
            }
        } else {
            answers.add(((Refused) decision).refusal().code().text());
        }
    }

    /** Returns a key: most calls are of a few licenses, so that their limits refuse. */
    private String key() {
        return random.nextInt(3) == 0 ? pick(keys) : pick(keys.subList(Math.max(0, keys.size() - 3), keys.size()));
    }

    private void report(Reservation reservation) {
        try {
            if (random.nextBoolean()) {
                reservation.charge("tokens", random.nextInt(3));
            }
        } catch (IllegalStateException e) {
            answers.add("undeclared");
        }
    }

    private void end(Reservation reservation) {
        Outcome outcome = new Outcome(pick(List.of(200, 200, 200, 404, 500)), random.nextInt(300));
        reservation.settle(outcome);
        if (random.nextInt(5) == 0) {
            // A retry has no effect.
            reservation.settle(outcome);
        }
    }
}
