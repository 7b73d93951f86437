package io.github.licensing4j.core.catalog;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why what a file has now is not in force. It is logged as it comes and as it goes. One thread writes at a time. */
final class CatalogTrouble {
    private static final Logger log = LoggerFactory.getLogger(LiveCatalog.class);

    private final Path file;
    private volatile @Nullable String problem;

    CatalogTrouble(Path file) {
        this.file = file;
    }

    /** The first problem, null if there is none. */
    @Nullable
    String problem() {
        return problem;
    }

    /** Once for each distinct problem: the file is looked at every few seconds. */
    void stays(String first, String all) {
        if (!first.equals(problem)) {
            problem = first;
            log.error("Catalog {} is not reloaded, the old one stays in force:\n{}", file, all);
        }
    }

    void over() {
        if (problem != null) {
            problem = null;
            log.info("Catalog {} is in order again", file);
        }
    }
}
