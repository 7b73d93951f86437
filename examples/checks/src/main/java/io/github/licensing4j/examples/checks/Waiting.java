package io.github.licensing4j.examples.checks;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for a condition of another process. */
public final class Waiting {
    private static final long PAUSE_MILLIS = 20;

    private Waiting() {}

    /** A condition that may need a request. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Returns whether the condition held within a time. */
    public static boolean until(Duration most, Condition condition) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > most.toNanos()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return true;
    }
}
