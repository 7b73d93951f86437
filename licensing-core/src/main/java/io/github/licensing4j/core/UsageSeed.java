package io.github.licensing4j.core;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.core.store.memory.CounterSeed;
import io.github.licensing4j.core.store.memory.Shipments;
import io.github.licensing4j.core.usage.CorrectionFollower;
import io.github.licensing4j.core.usage.Usage;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.QuotaWindow;

/**
 * Reads counters from the usage ledger, and brings usage there.
 *
 * @param usage the usage of this process
 * @param corrections reads counters with exactly the corrections that were applied
 */
record UsageSeed(Usage usage, CorrectionFollower corrections) implements CounterSeed, Shipments {

    @Override
    public long sinceMillis() {
        return usage.sinceMillis();
    }

    @Override
    public long counted(LicenseId license, CounterId counter, QuotaWindow window) {
        return corrections.counted(license, counter, window);
    }

    @Override
    public Shipments shipments() {
        return usage.isRead() ? this : Shipments.none();
    }

    @Override
    public int begun() {
        return usage.shipmentsBegun();
    }

    @Override
    public int complete() {
        return usage.shipmentsComplete();
    }

    @Override
    public void ship() {
        usage.flush();
    }

    @Override
    public boolean isDurable() {
        return usage.ledger().isDurable();
    }
}
