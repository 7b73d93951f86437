package io.github.licensing4j.core.billing;

import io.github.licensing4j.core.billing.BilledEngine.Place;
import io.github.licensing4j.tck.MovableClock;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A process of days that asks before each step of its clock, until it is killed. */
final class KilledBilledEngine {
    private KilledBilledEngine() {}

    /** Directory, biller, present time, start, seed, then names and keys of licenses. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        MovableClock clock = new MovableClock(arguments[2]);
        long seed = Long.parseLong(arguments[4]);
        List<Map.Entry<String, String>> licenses = new ArrayList<>();
        for (int i = 5; i < arguments.length; i += 2) {
            licenses.add(Map.entry(arguments[i], arguments[i + 1]));
        }
        BilledEngine engine = new BilledEngine(new Place(Path.of(arguments[0]), URI.create(arguments[1])), clock, seed);
        BilledDays days = new BilledDays(engine, clock, licenses, Instant.parse(arguments[3]), new Random(seed));
        while (true) {
            // What may be in Stripe is left to the end: nobody can be asked here.
            days.step(next -> ask(out, in, next), identifier -> true);
        }
    }

    private static void ask(PrintStream out, BufferedReader in, Instant next) {
        out.println("at " + next);
        try {
            if (in.readLine() == null) {
                throw new IllegalStateException("whoever started this is gone");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
