package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.Page;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.WhatIfReport;
import io.github.licensing4j.admin.WhatIfReport.CustomerEffect;
import io.github.licensing4j.admin.WhatIfRequest;
import io.github.licensing4j.core.cache.LruMap;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.usage.Usage;
import io.github.licensing4j.core.usage.whatif.ReplayedPeriod;
import io.github.licensing4j.spi.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Validates and runs replays of stored usage, one at a time. The last reports are kept, so that further pages need no
 * further replay. Safe for use by many threads.
 */
final class WhatIfReplays {
    private static final int MOST_KEPT = 4;

    private final WhatIfReader reader;
    private final AdminTransactions adminTransactions;
    private final LiveCatalog catalog;
    private final Meters meters;
    private final Usage usage;
    private final ReentrantLock running = new ReentrantLock();
    private final Map<Key, WhatIfReport> kept = new LruMap<>(MOST_KEPT);

    /** A replay: the same catalogs over the same time. */
    private record Key(String live, String draft, ReplayedPeriod period) {}

    WhatIfReplays(String issuer, AdminTransactions adminTransactions, LiveCatalog catalog, Meters meters, Usage usage) {
        this.reader = new WhatIfReader(issuer, adminTransactions);
        this.adminTransactions = adminTransactions;
        this.catalog = catalog;
        this.meters = meters;
        this.usage = usage;
    }

    WhatIfReport run(WhatIfRequest request) {
        UsageQuestions.checkPage(request.max());
        int offset = offset(request.cursor());
        Instant now = adminTransactions.now();
        ReplayedPeriod period = period(request, now);
        byte[] text = request.draft().getBytes(StandardCharsets.UTF_8);
        Catalog draft = draft(text);
        if (!running.tryLock()) {
            throw new ConflictException(ConflictException.Kind.BUSY, "another replay is running; try again");
        }
        try {
            Catalog live = catalog.current();
            Key key = new Key(live.summary().hash(), draft.summary().hash(), period);
            WhatIfReport report = offset == 0 ? null : kept.get(key);
            if (report == null) {
                report = run(new WhatIfRun.Compared(live, draft, meters::scale), text, period, now);
                kept.put(key, report);
            }
            return page(report, offset, request.max());
        } finally {
            running.unlock();
        }
    }

    private WhatIfReport run(WhatIfRun.Compared compared, byte[] text, ReplayedPeriod period, Instant now) {
        // The journal of this node is in the ledger after this.
        usage.flush();
        WhatIfRun run = new WhatIfRun(reader, period, compared, now);
        String rejection = rejection(text);
        if (rejection != null) {
            run.rejected(rejection);
        }
        return run.run();
    }

    /** Returns why the text would not be accepted in place of the live catalog, null if it would. */
    private @Nullable String rejection(byte[] text) {
        try {
            List<String> unused = catalog.check(text);
            return null;
        } catch (StoreException e) {
            throw e;
        } catch (LicensingException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private Catalog draft(byte[] text) {
        try {
            return catalog.candidate("draft", text);
        } catch (StoreException e) {
            throw e;
        } catch (LicensingException e) {
            throw new InvalidFieldException("catalog", String.valueOf(e.getMessage()));
        }
    }

    private static ReplayedPeriod period(WhatIfRequest request, Instant now) {
        NewLicenses.checkInstant("from", request.from());
        NewLicenses.checkInstant("to", request.to());
        if (!request.from().isBefore(request.to())) {
            throw new InvalidFieldException("to", "expected an instant after 'from'");
        }
        if (!request.from().isBefore(now)) {
            throw new InvalidFieldException("from", "expected an instant in the past");
        }
        if (Duration.between(request.from(), request.to()).toDays() > WhatIfRequest.MAX_DAYS) {
            throw new InvalidFieldException("to", "expected at most " + WhatIfRequest.MAX_DAYS + " days after 'from'");
        }
        return ReplayedPeriod.of(request.from(), request.to());
    }

    private static int offset(@Nullable String cursor) {
        try {
            int offset = cursor == null ? 0 : Integer.parseInt(cursor);
            if (offset >= 0) {
                return offset;
            }
        } catch (NumberFormatException e) {
            // Reported below, as one below 0 is.
        }
        throw new InvalidFieldException("cursor", "expected the 'next' of a page before");
    }

    private static WhatIfReport page(WhatIfReport whole, int offset, int max) {
        List<CustomerEffect> all = whole.customers().items();
        int from = Math.min(offset, all.size());
        int to = Math.min(from + max, all.size());
        String next = to < all.size() ? Integer.toString(to) : null;
        return new WhatIfReport(
                whole.period(),
                whole.calls(),
                whole.granted(),
                whole.revenue(),
                whole.differences(),
                new Page<>(all.subList(from, to), next),
                whole.leftOut(),
                whole.problems(),
                whole.notes());
    }
}
