package io.github.licensing4j.core.admin;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.insight.CallOrigins;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.schedule.TaskQueue;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores where calls come from, and looks for signals, in the background. A failure is retried with the next run. */
public final class SignalMaintenance implements Component {
    private static final Logger log = LoggerFactory.getLogger(SignalMaintenance.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final SignalScans scans;
    private final CallOrigins origins;
    private final TaskQueue tasks;

    SignalMaintenance(SignalScans scans, CallOrigins origins, Schedule schedule) {
        this.scans = scans;
        this.origins = origins;
        this.tasks = schedule.queue("licensing-signals");
    }

    @Override
    public void start() {
        tasks.every(MINUTE, "store where calls come from", origins::store);
        tasks.everyOnOneNode(MINUTE, FIVE_MINUTES, "look for signals", permit -> scans.run());
    }

    /** Does both now; for tests that move the clock. */
    void tend() {
        origins.store();
        scans.run();
    }

    @Override
    public Health.Component health() {
        String text = "looked for every 5 minutes";
        if (origins.dropped() > 0) {
            text += "; " + origins.dropped()
                    + " networks, devices, credentials or paths were not counted since the start, because there were too"
                    + " many";
        }
        if (scans.dropped() > 0) {
            text += "; " + scans.dropped() + " were not stored, because too many are open";
        }
        return tasks.with(new Health.Component("signals", Status.UP, text));
    }

    @Override
    public void close() {
        boolean unused = tasks.once("store where the last calls came from", origins::store);
        if (!tasks.finish(CLOSE_TIMEOUT)) {
            log.warn("The license store does not answer; where the last calls came from is not stored");
        }
    }
}
