package io.github.licensing4j.core.usage;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.usage.journal.Quarantine;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.UsageBatch;
import io.github.licensing4j.spi.UsageRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the calls that a ledger can never hold, such as those whose sum would exceed its range. They are left out of
 * the ledger, so that other usage is still recorded; with a journal they are kept on disk, and health reports them.
 * Safe for use by many threads.
 */
final class RefusedUsage {
    private static final Logger log = LoggerFactory.getLogger(RefusedUsage.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final @Nullable Quarantine kept;
    private final AtomicLong unkept = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();

    private RefusedUsage(@Nullable Quarantine kept) {
        this.kept = kept;
    }

    /** Counts the refused calls in memory only. */
    static RefusedUsage inMemory() {
        return new RefusedUsage(null);
    }

    /** Stores the refused calls in a quarantine file. */
    static RefusedUsage in(Quarantine kept) {
        return new RefusedUsage(kept);
    }

    /**
     * Returns the same part of a source without usage, after its usage was quarantined.
     *
     * @throws io.github.licensing4j.core.usage.journal.JournalException if the usage cannot be stored
     */
    UsageBatch without(UsageBatch refused, long refusedCalls, IllegalArgumentException why) {
        if (kept == null) {
            unkept.addAndGet(refusedCalls);
        } else {
            kept.add(refused.source().epoch(), refused.upToSeq(), line(refused, why));
        }
        if (refusals.getAndIncrement() == 0) {
            log.error(
                    "The usage ledger cannot hold calls {} to {} of {}; they are left out",
                    refused.afterSeq() + 1,
                    refused.upToSeq(),
                    refused.source(),
                    why);
        }
        return new UsageBatch(refused.source(), refused.afterSeq(), refused.upToSeq(), List.of(), List.of());
    }

    private static String line(UsageBatch refused, IllegalArgumentException why) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("node", refused.source().node());
        line.put("why", String.valueOf(why.getMessage()));
        line.put("rows", refused.rows().stream().map(RefusedUsage::fields).toList());
        line.put(
                "counters",
                refused.counters().stream().map(RefusedUsage::fields).toList());
        return JSON.writeValueAsString(line);
    }

    private static Map<String, Object> fields(UsageRow row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("issuer", row.license().issuer());
        fields.put("license", row.license().value());
        fields.put("customer", row.customer());
        fields.put("plan", row.plan().toString());
        fields.put("meter", row.meter());
        fields.put("feature", row.origin().feature());
        fields.put("endpoint", row.origin().endpoint());
        fields.put("statusClass", row.origin().statusClass());
        fields.put("kind", row.kind().name());
        fields.put("hourMillis", row.hourMillis());
        fields.put("units", row.units());
        fields.put("calls", row.calls());
        return fields;
    }

    private static Map<String, Object> fields(CounterIncrement one) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("limit", one.counter().limit());
        fields.put("meter", one.counter().meter());
        fields.put("kind", one.counter().kind().name());
        fields.put("per", one.counter().per());
        fields.put("scope", one.counter().scope().name());
        fields.put("subject", one.counter().subject());
        fields.put("windowStartMillis", one.window().startMillis());
        fields.put("windowEndMillis", one.window().endMillis());
        fields.put("units", one.units());
        return fields;
    }

    /** Returns how many calls are left out and where they are stored; empty if none are. */
    Optional<String> summary() {
        long calls = kept == null ? unkept.get() : kept.calls();
        String where = kept == null ? "" : "; they are quarantined in '" + kept.file() + "'";
        return calls == 0
                ? Optional.empty()
                : Optional.of(calls + " calls are not in the ledger, because it cannot hold them" + where);
    }

    /** Returns a health component if calls were left out. */
    List<Health.Component> health() {
        return summary().map(left -> new Health.Component("usage-ledger", Status.DEGRADED, left)).stream()
                .toList();
    }
}
