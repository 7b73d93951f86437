package io.github.licensing4j.core.admin;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.admin.RefusalHistory.RecentRefusal;
import io.github.licensing4j.admin.RefusalHistory.RecentRefusals;
import io.github.licensing4j.core.cache.LruMap;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Keeps the last {@value #PER_LICENSE} refusals of each stored license, for the {@value #LICENSES} licenses that were
 * refused last. Refusals of licenses that are not stored are not kept. Safe for use by many threads.
 */
public final class RefusalMemory {
    static final int PER_LICENSE = 20;
    static final int LICENSES = 2048;
    private static final int STRIPES = 16;

    private final String node;
    private final InstantSource clock;
    private final Instant since;
    private final Predicate<LicenseId> stored;
    /** Divided by license, so that a flood against one license does not slow down refusals of others. */
    private final List<LruMap<LicenseId, Deque<RecentRefusal>>> stripes = IntStream.range(0, STRIPES)
            .mapToObj(index -> new LruMap<LicenseId, Deque<RecentRefusal>>(LICENSES / STRIPES))
            .toList();

    /**
     * @param node the name of this node
     * @param stored whether a license has a record
     */
    public RefusalMemory(String node, InstantSource clock, Predicate<LicenseId> stored) {
        this.node = node;
        this.clock = clock;
        this.since = clock.instant();
        this.stored = stored;
    }

    /** Adds a refusal, if the license is stored. */
    public void add(LicenseId license, Refusal refusal, EnforcementMode mode) {
        if (!stored.test(license)) {
            return;
        }
        License about = refusal.license();
        RecentRefusal kept = new RecentRefusal(
                refusal.id(),
                clock.instant(),
                refusal.code(),
                refusal.detail(),
                about == null ? null : about.plan(),
                refusal.limit() == null ? null : refusal.limit().limit().name(),
                mode);
        LruMap<LicenseId, Deque<RecentRefusal>> stripe = stripe(license);
        synchronized (stripe) {
            Deque<RecentRefusal> recent = stripe.computeIfAbsent(license, absent -> new ArrayDeque<>(4));
            recent.addFirst(kept);
            if (recent.size() > PER_LICENSE) {
                recent.removeLast();
            }
        }
    }

    RecentRefusals of(LicenseId license) {
        LruMap<LicenseId, Deque<RecentRefusal>> stripe = stripe(license);
        synchronized (stripe) {
            Deque<RecentRefusal> recent = stripe.get(license);
            return new RecentRefusals(node, since, recent == null ? List.of() : new ArrayList<>(recent));
        }
    }

    private LruMap<LicenseId, Deque<RecentRefusal>> stripe(LicenseId license) {
        int hash = license.hashCode();
        return stripes.get((hash ^ hash >>> 16) & (STRIPES - 1));
    }
}
