package io.github.licensing4j.core.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.core.billing.BilledEngine.Place;
import io.github.licensing4j.tck.MovableClock;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One {@link KilledBilledEngine} after the other, each killed: at a step of its clock, or while it is being answered. */
final class KilledDays {
    private final Place place;
    private final Biller biller;
    private final MovableClock clock;
    private final List<Map.Entry<String, String>> licenses;
    private final Random random;
    private final Instant since;

    /** Starts where the clock stands, which then follows those of the processes. */
    KilledDays(
            Place place, Biller biller, MovableClock clock, List<Map.Entry<String, String>> licenses, Random random) {
        this.place = place;
        this.biller = biller;
        this.clock = clock;
        this.licenses = licenses;
        this.random = random;
        this.since = clock.instant();
    }

    /** Runs a process and kills it after some steps. */
    void runAndKill(int steps) throws IOException, InterruptedException {
        Path errors = place.dir().resolve("stderr");
        Process child =
                new ProcessBuilder(command()).redirectError(errors.toFile()).start();
        // On Linux this is kill -9. By its handle, so that what it said until then can still be read.
        Runnable kill = () -> child.toHandle().destroyForcibly();
        boolean atARequest = random.nextInt(3) > 0;
        int told = 0;
        try (BufferedReader out =
                        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII));
                BufferedWriter in = new BufferedWriter(
                        new OutputStreamWriter(child.getOutputStream(), StandardCharsets.US_ASCII))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("at ")) {
                    clock.set(line.substring("at ".length()));
                    told++;
                    if (told == steps && atARequest) {
                        biller.killsWithTheNextRequest(kill);
                    }
                    answer(in);
                    if (told == steps && !atARequest) {
                        kill.run();
                    }
                }
            }
        }
        assertThat(child.waitFor())
                .as("it was killed, it did not end; see %s", errors)
                .isEqualTo(137);
        assertThat(told).isGreaterThanOrEqualTo(steps);
    }

    private static void answer(BufferedWriter in) throws IOException {
        try {
            in.write("\n");
            in.flush();
        } catch (IOException e) {
            // It is dead already; what it has said is still read to the end.
            return;
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KilledBilledEngine.class.getName(),
                place.dir().toString(),
                place.biller().toString(),
                clock.instant().toString(),
                since.toString(),
                Long.toString(random.nextLong())));
        licenses.forEach(license -> command.addAll(List.of(license.getKey(), license.getValue())));
        return command;
    }
}
