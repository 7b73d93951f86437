package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports in health and log why the content of a catalog file is not in force. One thread writes at a time. */
final class ReloadFailure {
    private static final Logger log = LoggerFactory.getLogger(LiveCatalog.class);

    private final Path file;
    private @Nullable String problem;
    /** Replaced as a whole, so that one read shows one state. */
    private volatile Health.Component health;

    ReloadFailure(Path file, Catalog current) {
        this.file = file;
        this.health = component(null, current);
    }

    /** Returns up, or degraded with the first problem while an older snapshot than the file's stays in force. */
    Health.Component health() {
        return health;
    }

    private static Health.Component component(@Nullable String problem, Catalog current) {
        String loaded = current.summary().loadedAt().toString();
        return problem == null
                ? new Health.Component("catalog", Status.UP, "loaded at " + loaded)
                : new Health.Component(
                        "catalog", Status.DEGRADED, problem + " (the snapshot of " + loaded + " stays in force)");
    }

    /** Logs each distinct problem once: the file is polled every few seconds. */
    void stays(String first, String all, Catalog current) {
        if (!first.equals(problem)) {
            problem = first;
            health = component(first, current);
            log.error("Catalog {} is not reloaded, the old one stays in force:\n{}", file, all);
        }
    }

    void over(Catalog current) {
        health = component(null, current);
        if (problem != null) {
            problem = null;
            log.info("Catalog {} is valid again", file);
        }
    }
}
