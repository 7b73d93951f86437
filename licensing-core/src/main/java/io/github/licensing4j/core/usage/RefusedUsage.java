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
 * Keeps the calls that a ledger cannot hold, whenever it is asked, such as those whose sum would be more than it counts to. They
 * are left out, so that the usage of everybody else goes on: never inflated, never lost where there is a journal, and said.
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

    /** Counts them, as long as the process lives. */
    static RefusedUsage inMemory() {
        return new RefusedUsage(null);
    }

    /** Keeps them. */
    static RefusedUsage in(Quarantine kept) {
        return new RefusedUsage(kept);
    }

    /**
     * The same stretch of a source with nothing in it, once what was in it is kept.
     *
     * @throws io.github.licensing4j.core.usage.journal.JournalException if it cannot be kept
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
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("issuer", row.license().issuer());
        words.put("license", row.license().value());
        words.put("customer", row.customer());
        words.put("plan", row.plan().toString());
        words.put("meter", row.meter());
        words.put("feature", row.feature());
        words.put("endpoint", row.endpoint());
        words.put("statusClass", row.statusClass());
        words.put("kind", row.kind().name());
        words.put("hourMillis", row.hourMillis());
        words.put("units", row.units());
        words.put("calls", row.calls());
        return words;
    }

    private static Map<String, Object> fields(CounterIncrement one) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("limit", one.counter().limit());
        words.put("meter", one.counter().meter());
        words.put("kind", one.counter().kind().name());
        words.put("per", one.counter().per());
        words.put("scope", one.counter().scope().name());
        words.put("subject", one.counter().subject());
        words.put("windowStartMillis", one.window().startMillis());
        words.put("windowEndMillis", one.window().endMillis());
        words.put("units", one.units());
        return words;
    }

    /** What is left out, and where it is; empty if nothing is. */
    Optional<String> summary() {
        long calls = kept == null ? unkept.get() : kept.calls();
        String where = kept == null ? "" : "; they are set aside in '" + kept.file() + "'";
        return calls == 0
                ? Optional.empty()
                : Optional.of(calls + " calls are not in the ledger, because it cannot hold them" + where);
    }

    /** What operators should know; nothing if no call was left out. */
    List<Health.Component> health() {
        return summary().map(left -> new Health.Component("usage-ledger", Status.DEGRADED, left)).stream()
                .toList();
    }
}
