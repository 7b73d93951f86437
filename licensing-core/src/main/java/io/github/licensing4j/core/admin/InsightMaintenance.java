package io.github.licensing4j.core.admin;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.insight.CallMeasurements;
import io.github.licensing4j.core.insight.InsightRetention;
import io.github.licensing4j.core.insight.InsightRetention.Pruned;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.schedule.TaskQueue;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores measurements of calls and the amounts of final invoices, and removes old details, in the background. A failure is retried
 * with the next run.
 */
public final class InsightMaintenance implements Component {
    private static final Logger log = LoggerFactory.getLogger(InsightMaintenance.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final ManagedInsights insights;
    private final CallMeasurements measurements;
    private final AdminTransactions adminTransactions;
    private final InsightRetention retention;
    private final int pruneHour;
    private final TaskQueue tasks;

    InsightMaintenance(
            ManagedInsights insights, InsightParts parts, AdminTransactions adminTransactions, Schedule schedule) {
        this.insights = insights;
        this.measurements = parts.measurements();
        this.adminTransactions = adminTransactions;
        this.retention = new InsightRetention(parts.store(), parts.signals(), parts.settings(), parts.issuers());
        this.pruneHour = parts.settings().pruneHour();
        this.tasks = schedule.queue("licensing-insight");
    }

    @Override
    public void start() {
        tasks.every(MINUTE, "store refusals and latencies", measurements::store);
        tasks.everyOnOneNode(QUARTER, QUARTER, "add up final invoices", permit -> insights.addRevenue());
        tasks.everyOnOneNode(HOUR, HOUR, "remove old details of figures", permit -> pruneInItsHour());
    }

    private void pruneInItsHour() {
        if (adminTransactions.now().atZone(ZoneOffset.UTC).getHour() == pruneHour) {
            prune();
        }
    }

    /** Combines and removes old details now, whatever the hour of the day. */
    public void prune() {
        Pruned pruned = retention.run(adminTransactions.now());
        if (!pruned.isNothing()) {
            adminTransactions.carryOut(pendingChange -> {
                pendingChange.act(new AuditAction(
                        "retention",
                        "insight.pruned",
                        null,
                        null,
                        null,
                        Map.of(
                                "combined",
                                Long.toString(pruned.combined()),
                                "removed",
                                Long.toString(pruned.removed()))));
                return pruned;
            });
        }
    }

    /** Stores everything now; for tests that move the clock. */
    void tend() {
        measurements.store();
        insights.addRevenue();
    }

    @Override
    public Health.Component health() {
        String text = "runs";
        if (measurements.unnamed() > 0) {
            text += "; " + measurements.unnamed()
                    + " kinds of refusals and endpoints were counted without their names since the start, because there"
                    + " were too many";
        }
        if (measurements.lost() > 0) {
            text += "; " + measurements.lost()
                    + " measured calls were dropped since the start, because the store did not answer for too long";
        }
        long unreadable = insights.unreadableInvoices();
        if (unreadable > 0) {
            text += "; revenue leaves out " + unreadable + " final invoices that cannot be read; the log says which";
        }
        return tasks.with(new Health.Component("insight", unreadable > 0 ? Status.DEGRADED : Status.UP, text));
    }

    @Override
    public void close() {
        boolean unused = tasks.once("store the last refusals and latencies", measurements::store);
        if (!tasks.finish(CLOSE_TIMEOUT)) {
            log.warn("The license store does not answer; the last refusals and latencies are not stored");
        }
    }
}
