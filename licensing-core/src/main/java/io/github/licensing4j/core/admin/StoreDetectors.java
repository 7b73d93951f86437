package io.github.licensing4j.core.admin;

import io.github.licensing4j.core.insight.signal.Finding;
import io.github.licensing4j.core.insight.signal.SignalScan;
import io.github.licensing4j.core.insight.signal.SignalSettings;
import io.github.licensing4j.core.insight.signal.SignalSources;
import java.time.Instant;
import java.util.List;

/** Finds signals in the stores. */
final class StoreDetectors implements SignalScans.Detectors {
    private final List<String> issuers;
    private final SignalScan scan;

    StoreDetectors(List<String> issuers, SignalSources sources, SignalSettings settings) {
        this.issuers = issuers;
        this.scan = new SignalScan(sources, settings, issuers);
    }

    @Override
    public List<String> issuers() {
        return issuers;
    }

    @Override
    public List<Finding> scan(Instant now) {
        return scan.scan(now);
    }
}
