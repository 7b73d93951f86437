package io.github.licensing4j.servlet;

import io.github.licensing4j.RequestPath;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Records calls that were answered without a decision; logs each path once, for at most {@value #MAX_PATHS} paths. */
final class UndecidedCalls {
    /** The time for which health is degraded after the last one. */
    static final Duration WINDOW = RecentFaults.WINDOW;

    private static final System.Logger LOG = System.getLogger(UndecidedCalls.class.getName());
    private static final int MAX_PATHS = 1000;

    private final Set<String> paths = ConcurrentHashMap.newKeySet();
    private final RecentFaults faults;

    UndecidedCalls(InstantSource clock) {
        this.faults = new RecentFaults(clock);
    }

    /** Records a call whose first byte was refused. */
    void refused(RequestPath path) {
        add(path, "was refused");
    }

    /** Records a call whose response went out. */
    void passed(RequestPath path) {
        add(path, "was answered");
    }

    private void add(RequestPath path, String what) {
        faults.add();
        String text = path instanceof RequestPath.Canonical canonical ? printable(canonical.value()) : "(ambiguous)";
        if (paths.size() < MAX_PATHS && paths.add(text)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} {1}: it was answered without a license decision, by a filter or handler behind the licensing filter"
                            + " that requests none; exclude the path or let its dispatcher decide",
                    text,
                    what);
        }
    }

    /** Returns how many there were and whether one was recent. */
    RecentFaults.Reading read() {
        return faults.read();
    }

    /** Makes a decoded path printable, so that a log line stays one line. */
    private static String printable(String path) {
        var text = new StringBuilder(path.length());
        path.chars().forEach(c -> text.append(Character.isISOControl(c) ? '?' : (char) c));
        return text.toString();
    }
}
