package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.Page;
import io.github.licensing4j.core.insight.signal.BurstScan.Candidate;
import io.github.licensing4j.spi.LicenseQuery;
import io.github.licensing4j.spi.LicenseRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds everything that is true at an instant, in what the stores have. It changes nothing: two scans of the same stores and instant have
 * the same findings. All usage should be in the ledger; what arrives later than two hours after it happened raises no burst.
 */
public final class SignalScan {
    private static final int LICENSES = 500;

    private final SignalSources sources;
    private final SignalSettings settings;
    private final List<String> issuers;
    /** By issuer. Guarded by this object. */
    private final Map<String, KnownInHour> known = new HashMap<>();

    /** @param issuers the issuers whose licenses are scanned, the host's own among them */
    public SignalScan(SignalSources sources, SignalSettings settings, List<String> issuers) {
        this.sources = sources;
        this.settings = settings;
        this.issuers = List.copyOf(issuers);
    }

    /**
     * The common parts of scans of the same hour.
     *
     * @param hour the hour
     * @param days the complete days before it
     * @param bursts what was assessed, by the hour and its units
     */
    private record KnownInHour(Instant hour, UsageDays days, Map<Candidate, Optional<Assessment>> bursts) {}

    /**
     * Returns all findings at an instant, at most one of each kind and subject, in no order.
     *
     * @throws io.github.licensing4j.spi.StoreException if a store is unavailable
     */
    public synchronized List<Finding> scan(Instant now) {
        List<Finding> findings = new ArrayList<>();
        for (String issuer : issuers) {
            ScanContext context = new ScanContext(issuer, sources, settings, now);
            findings.addAll(new SightingScan(context).findings());
            findings.addAll(new EnumerationScan(context).findings());
            KnownInHour known = known(context);
            UsageDays days = known.days.withToday(now, context.figures());
            findings.addAll(new BurstScan(context, days, known.bursts).findings());
            findings.addAll(licenses(context, days));
        }
        return findings;
    }

    private KnownInHour known(ScanContext context) {
        KnownInHour last = known.get(context.issuer());
        if (last == null || !last.hour.equals(context.hour())) {
            last = new KnownInHour(context.hour(), UsageDays.before(context.now(), context.figures()), new HashMap<>());
            known.put(context.issuer(), last);
        }
        return last;
    }

    private List<Finding> licenses(ScanContext context, UsageDays days) {
        List<Finding> findings = new ArrayList<>();
        LicenseScan scan = new LicenseScan(context, days);
        @Nullable String cursor = null;
        do {
            Page<LicenseRecord> page = sources.licenses()
                    .list(new LicenseQuery(context.issuer(), null, null, cursor, LICENSES, context.now()));
            page.items().forEach(license -> findings.addAll(scan.findings(license)));
            cursor = page.next();
        } while (cursor != null);
        return findings;
    }
}
