package io.github.licensing4j.servlet;

import io.github.licensing4j.RequestPath;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Calls that were answered although no handler had them decided: each path is logged once, of at most {@value #MAX_PATHS}. */
final class UndecidedCalls {
    /** How long health is degraded after the last one. */
    static final Duration WINDOW = Duration.ofMinutes(10);

    private static final System.Logger LOG = System.getLogger(UndecidedCalls.class.getName());
    private static final int MAX_PATHS = 1000;

    private final InstantSource clock;
    private final Set<String> paths = ConcurrentHashMap.newKeySet();
    private final LongAdder count = new LongAdder();
    private volatile long last = Long.MIN_VALUE;

    UndecidedCalls(InstantSource clock) {
        this.clock = clock;
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
        count.increment();
        last = clock.millis();
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

    long count() {
        return count.sum();
    }

    /** Whether there was one lately. */
    boolean isRecent() {
        long then = last;
        return then != Long.MIN_VALUE && clock.millis() - then < WINDOW.toMillis();
    }

    /** A path decodes to anything; a log line must stay one line. */
    private static String printable(String path) {
        var text = new StringBuilder(path.length());
        path.chars().forEach(c -> text.append(Character.isISOControl(c) ? '?' : (char) c));
        return text.toString();
    }
}
