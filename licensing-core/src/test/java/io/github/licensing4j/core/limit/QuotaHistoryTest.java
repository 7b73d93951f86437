package io.github.licensing4j.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.core.RandomCases;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Any history of calls, ends, amount edits and passing time, against the plainest model of the rules. */
class QuotaHistoryTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();

    /** One thing that happens. */
    private record Step(Kind kind, long units, long reserve, long reported, int status) {}

    private enum Kind {
        CALL,
        SETTLE_OLDEST,
        SETTLE_NEWEST,
        EDIT_AMOUNT,
        PASS_TIME
    }

    private record Open(LimitHold hold, long period, Step step) {}

    private static Step step(RandomGenerator random) {
        return new Step(
                RandomCases.any(random, Kind.values()),
                RandomCases.between(random, 0, 7),
                RandomCases.between(random, 0, 5),
                RandomCases.between(random, 0, 12),
                RandomCases.any(random, 200, 404, 500));
    }

    @Test
    @Tag("rule-3.5")
    @Tag("rule-3.8")
    @Tag("rule-3.9")
    @Tag("rule-3.13")
    void countsWhatThePlainestModelCounts() {
        RandomCases.run(500, random -> play(RandomCases.list(random, 200, QuotaHistoryTest::step)));
    }

    private static void play(List<Step> history) {
        LimitFixture fixture = new LimitFixture();
        Map<Long, Long> model = new HashMap<>();
        Deque<Open> open = new ArrayDeque<>();
        long amount = 20;
        for (Step step : history) {
            long period = Math.floorDiv(fixture.clock.millis(), HOUR);
            switch (step.kind()) {
                case CALL -> call(fixture, amount, step, period, model, open);
                case SETTLE_OLDEST -> settle(open.pollFirst(), step, model);
                case SETTLE_NEWEST -> settle(open.pollLast(), step, model);
                case EDIT_AMOUNT -> amount = 5L * step.units();
                case PASS_TIME -> fixture.clock.advance(Duration.ofMinutes(7L * step.reported()));
            }
            long now = Math.floorDiv(fixture.clock.millis(), HOUR);
            assertThat(fixture.used(hourly(amount))).isEqualTo(model.getOrDefault(now, 0L));
        }
    }

    private static void call(
            LimitFixture fixture, long amount, Step step, long period, Map<Long, Long> model, Deque<Open> open) {
        long asked = step.units() + step.reserve();
        long used = model.getOrDefault(period, 0L);
        LimitDecision decision = fixture.call(
                List.of(hourly(amount)), new Charge(Charge.CALLS, step.units(), step.reserve(), ChargeOn.NOT_5XX));
        assertThat(decision instanceof LimitHold).isEqualTo(used < amount && used + asked <= amount);
        if (decision instanceof LimitHold reserved) {
            model.put(period, used + asked);
            open.addLast(new Open(reserved, period, step));
        }
    }

    private static void settle(Open ending, Step how, Map<Long, Long> model) {
        if (ending == null) {
            return;
        }
        ending.hold().charge(Charge.CALLS, how.reported());
        LimitFixture.settle(ending.hold(), new Outcome(how.status(), 0));
        long held = ending.step().units() + ending.step().reserve();
        long really = how.status() < 500 ? ending.step().units() + how.reported() : 0;
        model.merge(ending.period(), really - held, Long::sum);
    }

    private static Limit hourly(long amount) {
        return new QuotaLimit("hourly", Charge.CALLS, amount, ContractPeriod.parse("PT1H"), List.of(), null);
    }
}
