package io.github.licensing4j.core.catalog;

import io.github.licensing4j.spi.LimitCounter;
import java.util.Collection;
import java.util.List;

/** Stores the counters of limits beyond one catalog, and beyond a restart where usage outlives it. */
public interface LimitCounterStore {

    /**
     * Returns every stored counter.
     *
     * @throws io.github.licensing4j.LicensingException if they cannot be read
     */
    List<LimitCounter> read();

    /**
     * Replaces stored counters of the same plan and limit.
     *
     * @throws io.github.licensing4j.LicensingException if they cannot be written
     */
    void write(Collection<LimitCounter> changed);
}
