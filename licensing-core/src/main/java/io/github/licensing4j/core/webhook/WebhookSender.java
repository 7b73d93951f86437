package io.github.licensing4j.core.webhook;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.schedule.TaskPermit;
import io.github.licensing4j.core.schedule.TaskQueue;
import io.github.licensing4j.core.webhook.WebhookClient.Outcome;
import io.github.licensing4j.core.webhook.WebhookClient.Outcome.Failed;
import io.github.licensing4j.core.webhook.WebhookClient.Outcome.Unreachable;
import io.github.licensing4j.spi.Outbox;
import io.github.licensing4j.spi.OutboxMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers messages of the outbox, in the background and never on the thread of a call. Each message goes to its
 * endpoint at least once, under the same id every time, and is dead after a number of attempts or an age; dead messages
 * are kept and can be replayed.
 *
 * <p>An endpoint that does not respond is skipped for a while, so that it delays the others by one time-out, not by one
 * for each of its messages.
 */
public final class WebhookSender implements Component {
    private static final Logger log = LoggerFactory.getLogger(WebhookSender.class);
    private static final int BATCH = 100;
    private static final int COUNTED_DEAD = 1_000;
    private static final Duration REST = Duration.ofMinutes(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Outbox outbox;
    private final WebhookSettings settings;
    private final InstantSource clock;
    private final WebhookClient client;
    private final Map<String, WebhookEndpoint> endpoints = new HashMap<>();
    private final Map<String, Rest> resting = new HashMap<>();
    private final ReentrantLock sending = new ReentrantLock();
    private final TaskQueue tasks;
    private boolean recount;
    private Instant nextCount = Instant.MIN;
    private volatile Report report = new Report(0, 0, null);

    /** An endpoint is skipped until an instant, because of an error. */
    private record Rest(Instant until, String error) {}

    /**
     * The state after the last run; the last error is of the endpoint that failed last and has accepted nothing since.
     */
    private record Report(int waiting, int dead, @Nullable String lastError) {}

    public WebhookSender(Outbox outbox, WebhookSettings settings, InstantSource clock, Schedule schedule) {
        this.tasks = schedule.queue("licensing-webhooks");
        this.outbox = outbox;
        this.settings = settings;
        this.clock = clock;
        this.client = new WebhookClient(settings.timeout());
        settings.endpoints().forEach(endpoint -> endpoints.put(endpoint.name(), endpoint));
    }

    /** Starts to send. */
    @Override
    public void start() {
        tasks.everyOnOneNode(settings.interval(), settings.interval(), "send webhooks", this::sendDue);
    }

    /** Sends everything that is due now, for as long as no other node does. */
    void sendDue(TaskPermit permit) throws InterruptedException {
        sending.lockInterruptibly();
        try {
            List<OutboxMessage> due;
            do {
                due = outbox.due(clock.instant(), BATCH);
                for (OutboxMessage message : due) {
                    permit.check();
                    send(message);
                }
            } while (due.size() == BATCH);
            count();
        } finally {
            sending.unlock();
        }
    }

    /** Counts dead messages only when their number may have changed, because counting reads them. */
    private void count() {
        Instant now = clock.instant();
        int dead = report.dead;
        if (recount || !now.isBefore(nextCount)) {
            dead = outbox.deadLetters(COUNTED_DEAD).size();
            nextCount = now.plus(REST);
            recount = false;
        }
        report = new Report(outbox.waiting(), dead, report.lastError);
    }

    private void send(OutboxMessage message) throws InterruptedException {
        String name = WebhookId.parse(message.id()).endpoint();
        WebhookEndpoint endpoint = endpoints.get(name);
        if (endpoint == null) {
            // Another node may have this endpoint configured: during a roll-out of settings, or until the message is
            // too old.
            failed(message, "no webhook is configured under the name '" + name + "'", Duration.ZERO);
            return;
        }
        Instant now = clock.instant();
        Rest rest = resting.get(name);
        if (rest != null && now.isBefore(rest.until)) {
            postponed(message, rest, now);
            return;
        }
        settle(message, name, client.post(endpoint, message, now));
    }

    private void settle(OutboxMessage message, String name, Outcome outcome) {
        if (outcome instanceof Unreachable unreachable) {
            rest(name, REST, unreachable.error());
            failed(message, unreachable.error(), Duration.ZERO);
        } else if (outcome instanceof Failed failed) {
            Duration wait = failed.retryAfter() == null ? Duration.ZERO : failed.retryAfter();
            rest(name, wait, failed.error());
            failed(message, failed.error(), wait);
        } else if (outcome instanceof Outcome.Gone) {
            giveUp(message, "status 410, gone");
        } else {
            outbox.delivered(message.id());
            recount |= report.dead > 0;
            report = new Report(report.waiting, report.dead, null);
            log.debug("Webhook {} was accepted by {}", message.id(), name);
        }
    }

    private void rest(String name, Duration pause, String error) {
        resting.put(name, new Rest(clock.instant().plus(pause), error));
    }

    private void failed(OutboxMessage message, String error, Duration atLeast) {
        Instant now = clock.instant();
        int failures = message.attempts() + 1;
        if (failures >= settings.maxAttempts() || isTooOld(message, now)) {
            giveUp(message, error);
            return;
        }
        Duration wait = Backoff.after(failures, ThreadLocalRandom.current());
        note(message, error);
        outbox.failed(message.id(), now.plus(atLeast.compareTo(wait) > 0 ? atLeast : wait), error);
    }

    /**
     * Postpones a message because another one to the same endpoint has just failed: that counts as an attempt, but
     * never makes it dead.
     */
    private void postponed(OutboxMessage message, Rest rest, Instant now) {
        if (isTooOld(message, now)) {
            giveUp(message, rest.error);
            return;
        }
        Instant next = now.plus(Backoff.after(message.attempts() + 1, ThreadLocalRandom.current()));
        outbox.failed(message.id(), next.isBefore(rest.until) ? rest.until : next, rest.error);
    }

    private boolean isTooOld(OutboxMessage message, Instant now) {
        return !now.isBefore(message.createdAt().plus(settings.maxAge()));
    }

    private void giveUp(OutboxMessage message, String error) {
        note(message, error);
        log.warn("Webhook {} ({}) is given up: {}", message.id(), message.topic(), error);
        outbox.dead(message.id(), error);
        recount = true;
    }

    private void note(OutboxMessage message, String error) {
        String name = WebhookId.parse(message.id()).endpoint();
        report = new Report(report.waiting, report.dead, name + ": " + error);
    }

    /** Returns the numbers of waiting and dead messages and the last error, without reading the outbox. */
    @Override
    public Health.Component health() {
        Report seen = report;
        boolean well = seen.dead == 0 && seen.lastError == null;
        return tasks.with(new Health.Component(
                "webhooks",
                well ? Status.UP : Status.DEGRADED,
                seen.waiting + " waiting, " + (seen.dead == COUNTED_DEAD ? COUNTED_DEAD + " or more" : seen.dead)
                        + " given up" + (seen.lastError == null ? "" : "; last error of " + seen.lastError)));
    }

    /** Sends due messages for a few seconds more, unless another node sends; the rest stays in the outbox. */
    @Override
    public void close() {
        tasks.onceOnOneNode("send webhooks", this::sendDue);
        tasks.finish(CLOSE_TIMEOUT);
        client.close();
    }
}
