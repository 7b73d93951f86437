package io.github.licensing4j.examples.weather.traffic;

import io.github.licensing4j.Call;
import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.CalledEndpoint;
import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Declaration;
import io.github.licensing4j.Dispatch;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identified;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.MatchedPath;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.NewLicense;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Makes the calls of simulated customers before the server listens: the engine of the application decides and settles them at
 * simulated times, in steps of a minute. They do not go through HTTP.
 */
final class TrafficGenerator implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(TrafficGenerator.class);
    private static final AdminContext BY = AdminContext.by("simulation");
    private static final Duration MONTH = Duration.ofDays(31);
    private static final int OK = 200;
    private static final int TOKENS_OF_ANSWER = 12;

    private final Licensing licensing;
    private final LicenseAdmin admin;
    private final SimulatedClock clock;
    private final int days;
    private volatile boolean isRunning;
    private Instant end = Instant.MAX;
    private long granted;
    private long refused;

    TrafficGenerator(Licensing licensing, LicenseAdmin admin, SimulatedClock clock, int days) {
        this.licensing = licensing;
        this.admin = admin;
        this.clock = clock;
        this.days = days;
    }

    /** A customer with the calls that it has made today. */
    private static final class Customer {
        final Habit habit;
        final String license;
        final String key;
        final Call call;
        final List<CalledEndpoint> endpoints;
        long today;
        long next;

        Customer(Habit habit, String license, String key) {
            this.habit = habit;
            this.license = license;
            this.key = key;
            this.call = Call.builder(
                            "GET", new RequestPath.Canonical(habit.paths().get(0)))
                    .credential(new Credential(Credential.Source.API_KEY, key))
                    .build();
            this.endpoints =
                    habit.paths().stream().map(TrafficGenerator::endpoint).toList();
        }
    }

    @Override
    public void start() {
        isRunning = true;
        Instant begin = clock.instant();
        List<Customer> customers = new ArrayList<>();
        end = begin.plus(Duration.ofDays(days));
        Misuse misuse = new Misuse(end, new MisuseCalls(customers));
        for (int day = 0; day <= days; day++) {
            Instant midnight = begin.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(day));
            int today = day;
            Habit.all().stream()
                    .filter(habit -> habit.from() == today)
                    .forEach(habit -> customers.add(signedUp(habit)));
            makeCalls(day, midnight, customers, misuse);
        }
        clock.follow();
        customers.forEach(customer -> closeMonths(customer, begin));
        log.info(
                "Simulated {} days of {} customers whose names begin with sim-: {} calls granted, {} refused",
                days,
                customers.size(),
                granted,
                refused);
    }

    /** Makes the invoices of ended months final, which otherwise happens later in the background. */
    private void closeMonths(Customer customer, Instant begin) {
        Instant made = begin.plus(Duration.ofDays(customer.habit.from()));
        for (Instant month = made; month.isBefore(clock.instant()); month = month.plus(MONTH)) {
            var unused = admin.usage().invoice(customer.license, month);
        }
    }

    private Customer signedUp(Habit habit) {
        String license = admin.licenses()
                .create(NewLicense.of(habit.customer(), PlanId.parse(habit.plan())), BY)
                .id();
        return new Customer(
                habit,
                license,
                admin.keys().create(license, KeyRequest.plain(), BY).key());
    }

    private void makeCalls(int day, Instant midnight, List<Customer> customers, Misuse misuse) {
        customers.forEach(customer -> customer.today = 0);
        for (int minute = 0; minute < 24 * 60; minute++) {
            Instant at = midnight.plus(Duration.ofMinutes(minute));
            if (at.isBefore(clock.instant()) || at.isAfter(end)) {
                continue;
            }
            clock.moveTo(at);
            for (Customer customer : customers) {
                long due = customer.habit.until(day, at);
                for (; customer.today < due; customer.today++) {
                    call(customer);
                }
            }
            misuse.minute(at);
        }
    }

    private void call(Customer customer) {
        CalledEndpoint endpoint = customer.endpoints.get((int) (customer.next++ % customer.endpoints.size()));
        call(customer.call, endpoint, new Outcome(OK, 0));
    }

    private void call(Call call, CalledEndpoint endpoint, Outcome outcome) {
        if (licensing.identify(call) instanceof Identified caller
                && licensing.decide(caller, endpoint, Dispatch.REQUEST) instanceof Granted grant) {
            if (endpoint.path().path().equals(Habit.ASK)) {
                grant.reservation().charge("tokens", TOKENS_OF_ANSWER);
            }
            grant.reservation().settle(outcome);
            granted++;
        } else {
            refused++;
        }
    }

    /** Makes the calls of misuse with the keys of customers. */
    private final class MisuseCalls implements Misuse.Caller {
        private final List<Customer> customers;

        MisuseCalls(List<Customer> customers) {
            this.customers = customers;
        }

        private Customer customer(String name) {
            return customers.stream()
                    .filter(one -> one.habit.customer().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void call(String name, Peer peer, String device) {
            Customer customer = customer(name);
            Call call = Call.builder("GET", customer.call.path())
                    .credential(new Credential(Credential.Source.API_KEY, customer.key))
                    .peer(peer)
                    .header("User-Agent", device)
                    .build();
            TrafficGenerator.this.call(call, customer.endpoints.get(0), new Outcome(OK, 0));
        }

        @Override
        public void call(String name, CalledEndpoint endpoint, Outcome outcome) {
            TrafficGenerator.this.call(customer(name).call, endpoint, outcome);
        }

        @Override
        public void call(Call call) {
            TrafficGenerator.this.call(call, endpoint(Habit.DAILY), new Outcome(OK, 0));
        }
    }

    private static CalledEndpoint endpoint(String path) {
        Requirement requirement = switch (path) {
            case Habit.DAILY -> Requirement.features("forecast.daily");
            case Habit.HOURLY -> Requirement.features("forecast.hourly");
            case Habit.ASK ->
                new Requirement(List.of(), Set.of(), List.of(new Charge("tokens", 0, 0, ChargeOn.NOT_5XX)));
            // The catalog has its requirement.
            default -> Requirement.license();
        };
        String method = path.equals(Habit.ASK) ? "POST" : "GET";
        return new CalledEndpoint(method, new MatchedPath(path, path), new Declaration.Required(requirement));
    }

    /** Returns how many simulated calls were granted. */
    long granted() {
        return granted;
    }

    /** Returns how many simulated calls were refused. */
    long refused() {
        return refused;
    }

    @Override
    public void stop() {
        isRunning = false;
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }

    /** Starts before the web server, whose phase is the last. */
    @Override
    public int getPhase() {
        return 0;
    }
}
