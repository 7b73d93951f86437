package io.github.licensing4j.servlet;

import io.github.licensing4j.RequestPath;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Calls that were answered although no handler had them decided: each path is logged once, of at most {@value #MAX_PATHS}. */
final class UndecidedCalls {
    /** How long health is degraded after the last one. */
    static final Duration WINDOW = RecentFaults.WINDOW;

    private static final System.Logger LOG = System.getLogger(UndecidedCalls.class.getName());
    private static final int MAX_PATHS = 1000;

    private final Set<String> paths = ConcurrentHashMap.newKeySet();
    private final RecentFaults faults;

    UndecidedCalls(InstantSource clock) {
        this.faults = new RecentFaults(clock);
    }

    /** The first byte of its answer was refused. */
    void refused(RequestPath path) {
        add(path, "was refused");
    }

    /** Its answer went out. */
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
                            + " that asks for none; exclude the path or let its dispatcher decide",
                    text,
                    what);
        }
    }

    /** How many there were, and whether there was one lately. */
    RecentFaults.Reading read() {
        return faults.read();
    }

    /** A path decodes to anything; a log line must stay one line. */
    private static String printable(String path) {
        var text = new StringBuilder(path.length());
        path.chars().forEach(c -> text.append(Character.isISOControl(c) ? '?' : (char) c));
        return text.toString();
    }
}
