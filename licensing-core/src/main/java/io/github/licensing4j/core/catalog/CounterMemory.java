package io.github.licensing4j.core.catalog;

import io.github.licensing4j.spi.LimitCounter;
import java.util.Collection;
import java.util.List;

/** Where the counters of limits are kept beyond one catalog, and beyond a restart where usage is. */
public interface CounterMemory {

    /**
     * Every counter that is kept.
     *
     * @throws io.github.licensing4j.LicensingException if it cannot be read
     */
    List<LimitCounter> read();

    /**
     * Stores counters in place of those of the same plan and limit.
     *
     * @throws io.github.licensing4j.LicensingException if it cannot be written
     */
    void write(Collection<LimitCounter> changed);
}
