package io.github.licensing4j.servlet;

import io.github.licensing4j.RequestPath;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Calls that were answered although nobody decided them: each path is logged once, of at most {@value #MAX_PATHS}. */
final class UndecidedCalls {
    private static final System.Logger LOG = System.getLogger(UndecidedCalls.class.getName());
    private static final int MAX_PATHS = 1000;

    private final Set<String> paths = ConcurrentHashMap.newKeySet();
    private final LongAdder count = new LongAdder();

    void add(RequestPath path) {
        count.increment();
        String text = path instanceof RequestPath.Canonical canonical ? printable(canonical.value()) : "(ambiguous)";
        if (paths.size() < MAX_PATHS && paths.add(text)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} was answered without a license decision: no handler asked for one; exclude it or let its"
                            + " dispatcher decide",
                    text);
        }
    }

    long count() {
        return count.sum();
    }

    /** A path decodes to anything; a log line must stay one line. */
    private static String printable(String path) {
        var text = new StringBuilder(path.length());
        path.chars().forEach(c -> text.append(Character.isISOControl(c) ? '?' : (char) c));
        return text.toString();
    }
}
