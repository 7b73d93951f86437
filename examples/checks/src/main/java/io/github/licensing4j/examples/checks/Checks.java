package io.github.licensing4j.examples.checks;

import java.io.PrintStream;
import java.util.Objects;

/** Prints one line for each check, with what was expected and what was measured, and counts those that failed. */
public final class Checks {
    private final PrintStream out;
    private int made;
    private int failed;

    public Checks(PrintStream out) {
        this.out = out;
    }

    /** Expects one value. */
    public void equal(String name, Object expected, Object measured) {
        print(name, Objects.equals(expected, measured), String.valueOf(expected), String.valueOf(measured));
    }

    /** Expects a number that does not exceed a bound. */
    public void atMost(String name, long bound, long measured) {
        print(name, measured <= bound, "at most " + bound, String.valueOf(measured));
    }

    /** Expects a number within two bounds, both included. */
    public void between(String name, Bounds bounds, long measured) {
        print(
                name,
                bounds.least() <= measured && measured <= bounds.most(),
                bounds.least() + " to " + bounds.most(),
                String.valueOf(measured));
    }

    /** Two bounds, both included. */
    public record Bounds(long least, long most) {}

    /** Prints why something is not checked. */
    public void note(String text) {
        out.println("note   " + text);
    }

    /** Reports a check that ended with an exception. */
    public void broken(String name, Exception cause) {
        print(name, false, "an answer", cause.toString());
    }

    private void print(String name, boolean passed, String expected, String measured) {
        made++;
        if (!passed) {
            failed++;
        }
        out.printf("%-6s %-58s expected %s, measured %s%n", passed ? "ok" : "FAILED", name, expected, measured);
    }

    /** Prints the sum. Returns the exit code: 0 if there were checks and none failed. */
    public int finish() {
        out.println(failed == 0 ? made + " checks passed" : failed + " of " + made + " checks failed");
        return made > 0 && failed == 0 ? 0 : 1;
    }
}
