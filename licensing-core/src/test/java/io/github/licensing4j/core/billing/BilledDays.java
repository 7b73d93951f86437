package io.github.licensing4j.core.billing;

import io.github.licensing4j.Outcome;
import io.github.licensing4j.Reservation;
import io.github.licensing4j.admin.DeadExportView;
import io.github.licensing4j.tck.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Days of calls, late arrivals, corrections and people who look at what was given up, as chance has them. */
final class BilledDays {
    private final BilledEngine engine;
    private final MovableClock clock;
    private final List<Map.Entry<String, String>> licenses;
    private final Instant since;
    private final Random random;
    private final List<Reservation> underWay = new ArrayList<>();
    private int taken;
    private int givenUp;

    /**
     * Starts where the clock stands.
     *
     * @param licenses names and keys
     * @param since when they were made
     */
    BilledDays(
            BilledEngine engine,
            MovableClock clock,
            List<Map.Entry<String, String>> licenses,
            Instant since,
            Random random) {
        this.engine = engine;
        this.clock = clock;
        this.licenses = licenses;
        this.since = since;
        this.random = random;
    }

    /**
     * Up to forty minutes.
     *
     * @param moving hears what time it is going to be
     * @param billed whether Stripe has an event of that identifier
     */
    void step(Consumer<Instant> moving, Predicate<String> billed) throws InterruptedException {
        int calls = random.nextInt(6);
        for (int i = 0; i < calls; i++) {
            engine.call(
                    any().getValue(),
                    random.nextInt(3) == 0 ? BilledEngine.TOKENS : BilledEngine.CALL,
                    random.nextInt(8) == 0 ? 500 : 200);
        }
        arriveLate();
        if (random.nextInt(6) == 0) {
            correct();
        }
        if (random.nextInt(3) == 0) {
            engine.ledger(since);
        }
        Instant next = clock.instant().plus(Duration.ofMinutes(random.nextInt(1, 40)));
        moving.accept(next);
        clock.set(next.toString());
        engine.awaitLook();
        if (random.nextInt(8) == 0) {
            lookAtWhatWasGivenUp(billed);
        }
    }

    private Map.Entry<String, String> any() {
        return licenses.get(random.nextInt(licenses.size()));
    }

    /** Calls that end hours after they began. */
    private void arriveLate() {
        if (random.nextInt(3) == 0) {
            underWay.add(engine.begin(any().getValue(), BilledEngine.CALL));
        }
        if (!underWay.isEmpty() && random.nextInt(5) == 0) {
            underWay.remove(random.nextInt(underWay.size())).settle(new Outcome(200, 0));
        }
    }

    private void correct() {
        long back = random.nextLong(Duration.between(since, clock.instant()).toMinutes() + 1);
        boolean takesAway = random.nextBoolean();
        engine.correct(
                any().getKey(),
                random.nextBoolean() ? "tokens" : "calls",
                (takesAway ? -1 : 1) * random.nextLong(1, 5),
                clock.instant().minus(Duration.ofMinutes(back)));
        taken += takesAway ? 1 : 0;
    }

    /** A person replays what may pass now; of Stripe, what is not there. */
    void lookAtWhatWasGivenUp(Predicate<String> billed) {
        List<String> again = new ArrayList<>();
        for (DeadExportView event : engine.dead()) {
            if (!isForGood(event) && !(event.exporter().equals("stripe") && billed.test(event.id()))) {
                again.add(event.id());
            }
        }
        if (!again.isEmpty()) {
            givenUp += again.size();
            engine.replay(again);
        }
    }

    static boolean isForGood(DeadExportView event) {
        String why = String.valueOf(event.delivery().error());
        return why.startsWith("a correction subtracts") || why.contains("more than 35 days ago");
    }

    /** Every call ends. */
    void end() {
        underWay.forEach(call -> call.settle(new Outcome(200, 0)));
        underWay.clear();
    }

    /** How many corrections took away. */
    int taken() {
        return taken;
    }

    /** How many events were given up and replayed. */
    int givenUp() {
        return givenUp;
    }
}
