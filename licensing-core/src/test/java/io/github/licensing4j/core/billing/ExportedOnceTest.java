package io.github.licensing4j.core.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.admin.DeadExportView;
import io.github.licensing4j.core.billing.BilledEngine.Place;
import io.github.licensing4j.core.billing.Biller.Fault;
import io.github.licensing4j.core.billing.Biller.Mood;
import io.github.licensing4j.tck.MovableClock;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * DESIGN §3.11 over a whole engine: whatever its billers, its store and its own death do in between, each has by id what the
 * ledger has, hour by hour.
 */
@Tag("rule-3.11")
@Timeout(value = 1_200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExportedOnceTest {
    private static final Instant START = Instant.parse("2026-03-10T12:00:00Z");

    @TempDir
    Path dir;

    private final List<DeadExportView> deadLetters = new ArrayList<>();
    private final MovableClock clock = new MovableClock(START.toString());
    private int replayed;

    @Test
    void everyBillerHasWhatTheLedgerHas() throws Exception {
        days(dir, 1, 60);
    }

    @Test
    @Tag("proof")
    void everyBillerHasWhatTheLedgerHasInFiveLongRuns() throws Exception {
        for (int seed = 1; seed <= 5; seed++) {
            clock.set(START.toString());
            days(dir.resolve("run" + seed), seed, 250);
        }
    }

    @Test
    void everyBillerHasWhatTheLedgerHasAfterKills() throws Exception {
        kill(1, 12);
    }

    @Test
    @Tag("proof")
    void everyBillerHasWhatTheLedgerHasAfterTwentyKills() throws Exception {
        kill(20, 20);
    }

    private void kill(int times, int steps) throws Exception {
        Random random = new Random(20261121);
        try (Biller biller = new Biller(clock, times)) {
            Place place = new Place(dir.resolve("killed"), biller.address());
            List<Map.Entry<String, String>> licenses = licenses(place);
            KilledDays days = new KilledDays(place, biller, clock, licenses, random);
            for (int i = 0; i < times; i++) {
                days.runAndKill(steps + random.nextInt(steps));
            }
            settleAndCompare(place, biller, licenses);
            System.out.printf(
                    "%d kills: %s, %d repeats to OpenMeter, %d to Stripe%n",
                    times, biller.faults(), biller.openMeter.repeats(), biller.stripe.repeats());
        }
    }

    private void days(Path to, long seed, int steps) throws Exception {
        Random random = new Random(seed);
        try (Biller biller = new Biller(clock, seed)) {
            Place place = new Place(to, biller.address());
            List<Map.Entry<String, String>> licenses = licenses(place);
            int restarts = 4;
            int taken = 0;
            for (int i = 0; i < restarts; i++) {
                try (BilledEngine engine = new BilledEngine(place, clock, seed)) {
                    BilledDays days = new BilledDays(engine, clock, licenses, START, random);
                    for (int step = 0; step < steps / restarts; step++) {
                        days.step(next -> {}, biller.stripe::has);
                    }
                    // The last answers before a long night get lost: Stripe has forgotten by morning what it has taken.
                    biller.is(i == 1 ? Mood.DUMB : Mood.FAULTY);
                    for (int step = 0; i == 1 && step < 8; step++) {
                        days.step(next -> {}, biller.stripe::has);
                    }
                    days.end();
                    taken += days.taken();
                    replayed += days.givenUp();
                }
                clock.advance(Duration.ofMinutes(random.nextInt(600) + (i == 1 ? 1_800 : 0)));
                biller.is(Mood.FAULTY);
            }
            settleAndCompare(place, biller, licenses);
            assertThat(deadLetters)
                    .anySatisfy(event -> assertThat(event.delivery().error())
                            .contains("may have been sent more than a day ago without a recorded response"));
            assertThat(biller.openMeter.revisions()).as("later revisions").isPositive();
            assertThat(taken).as("corrections that took away").isPositive();
            assertThat(replayed).as("events that were given up and replayed").isPositive();
            assertThat(biller.faults()).as("faults").hasSize(Fault.values().length - 1);
            System.out.printf(
                    "%d steps: %s, %d repeats to OpenMeter, %d to Stripe, %d later revisions%n",
                    steps,
                    biller.faults(),
                    biller.openMeter.repeats(),
                    biller.stripe.repeats(),
                    biller.openMeter.revisions());
        }
    }

    private List<Map.Entry<String, String>> licenses(Place place) throws Exception {
        List<Map.Entry<String, String>> licenses = new ArrayList<>();
        try (BilledEngine engine = new BilledEngine(place, clock, 0)) {
            for (int i = 0; i < 5; i++) {
                licenses.add(engine.license("customer " + i % 3));
            }
        }
        return licenses;
    }

    private void settleAndCompare(Place place, Biller biller, List<Map.Entry<String, String>> licenses)
            throws Exception {
        try (BilledEngine engine = new BilledEngine(place, clock, 0)) {
            BilledDays last = new BilledDays(engine, clock, licenses, START, new Random(0));
            // One answer is lost, whichever faults a short run has met.
            biller.is(Mood.DUMB);
            engine.correct(licenses.get(0).getKey(), "calls", 5, START);
            clock.advance(Duration.ofHours(1));
            engine.awaitLook();
            biller.is(Mood.WELL);
            settle(engine, biller, last);
            compare(engine, biller, place);
            deadLetters.addAll(engine.dead());
            replayed += last.givenUp();
            // What comes in after 35 days is for a person, as far as Stripe goes.
            clock.advance(Duration.ofDays(40));
            engine.correct(licenses.get(0).getKey(), "calls", 5, START);
            settle(engine, biller, last);
            assertThat(engine.dead())
                    .anySatisfy(event -> assertThat(event.delivery().error())
                            .contains("more than 35 days ago, and Stripe rejects such events; bill its 5 units"));
            compare(engine, biller, place);
        }
        assertThat(biller.openMeter.repeats()).isPositive();
        assertThat(biller.stripe.repeats()).isPositive();
    }

    private void settle(BilledEngine engine, Biller biller, BilledDays days) throws InterruptedException {
        for (int i = 0; i < 3 || (engine.waiting() > 0 && i < 200); i++) {
            clock.advance(Duration.ofHours(1));
            engine.awaitLook();
            days.lookAtWhatWasGivenUp(biller.stripe::has);
        }
        assertThat(engine.waiting()).isZero();
    }

    private static long smallest(DeadExportView dead) {
        return dead.units()
                .amount()
                .movePointRight(BilledEngine.scale(dead.meter()))
                .longValueExact();
    }

    private static void compare(BilledEngine engine, Biller biller, Place place) throws Exception {
        Map<String, Long> ledger = engine.ledger(START);
        assertThat(ledger).isNotEmpty();
        assertThat(biller.openMeter.wrongs()).isEmpty();
        assertThat(biller.openMeter.sums()).isEqualTo(ledger);
        assertThat(inFiles(place)).isEqualTo(ledger);
        Sums stripe = biller.stripe.sums();
        for (DeadExportView dead : engine.dead()) {
            assertThat(dead.exporter()).as(dead.delivery().error()).isEqualTo("stripe");
            if (!biller.stripe.has(dead.id())) {
                assertThat(BilledDays.isForGood(dead))
                        .as(dead.delivery().error())
                        .isTrue();
                stripe.add(dead.license(), dead.meter(), dead.hour().from(), smallest(dead));
            }
        }
        assertThat(biller.stripe.wrongs()).isEmpty();
        assertThat(stripe.all()).isEqualTo(ledger);
        assertThat(engine.usage().reconcile().differences()).isEmpty();
    }

    /** Every line is whole, and no id is there twice. */
    private static Map<String, Long> inFiles(Place place) throws Exception {
        Sums sums = new Sums();
        Map<String, String> ids = new HashMap<>();
        try (Stream<Path> files = Files.list(place.usageFiles())) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".csv")).toList()) {
                String text = Files.readString(file);
                assertThat(text).startsWith("id,issuer,license,").endsWith("Z\r\n");
                for (String line : text.lines().skip(1).toList()) {
                    String[] cells = line.split(",", -1);
                    assertThat(cells).as(line).hasSize(10);
                    assertThat(ids.put(cells[0], line)).as(line).isNull();
                    sums.add(
                            cells[2],
                            cells[4],
                            Instant.parse(cells[6]),
                            new BigDecimal(cells[5])
                                    .movePointRight(BilledEngine.scale(cells[4]))
                                    .longValueExact());
                }
            }
        }
        return sums.all();
    }
}
