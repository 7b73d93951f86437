package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.core.usage.export.ExportClient.Answer;
import io.github.licensing4j.core.usage.export.ExportClient.Answered;
import io.github.licensing4j.core.usage.export.ExportClient.Request;
import io.github.licensing4j.core.usage.export.ExportClient.Silent;
import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult;
import io.github.licensing4j.spi.ExportResult.Accepted;
import io.github.licensing4j.spi.ExportResult.EventResult;
import io.github.licensing4j.spi.ExportResult.Refused;
import io.github.licensing4j.spi.ExportResult.Retry;
import io.github.licensing4j.spi.UsageExporter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Posts batches of CloudEvents 1.0 (HTTP binding §3.3), as OpenMeter accepts them. A batch that is rejected for its
 * content, or that the server has failed at repeatedly, is sent again event by event, so that one bad event does not
 * delay the others.
 */
public final class CloudEventsExporter implements UsageExporter {
    private static final String BATCH = "application/cloudevents-batch+json; charset=utf-8";
    /** Statuses that concern the content: the same request will be rejected again. */
    private static final Set<Integer> PERMANENT = Set.of(400, 413, 422);

    private static final int STUCK = 5;

    private final CloudEventsSettings settings;
    private final CloudEvents renderer;
    private final ExportClient client;

    /** Creates an exporter. */
    public CloudEventsExporter(CloudEventsSettings settings, InstantSource clock) {
        this.settings = settings;
        this.renderer = new CloudEvents(settings.source());
        this.client = new ExportClient(settings.timeout(), clock);
    }

    @Override
    public String name() {
        return "cloud-events";
    }

    @Override
    public ExportResult export(List<ExportEvent> events) throws InterruptedException {
        Map<String, EventResult> outcomes = new LinkedHashMap<>();
        List<ExportEvent> known = new ArrayList<>(events.size());
        for (ExportEvent event : events) {
            String unknown = ExportFormat.unknown(event);
            if (unknown == null) {
                known.add(event);
            } else {
                outcomes.put(event.id(), new Refused(unknown));
            }
        }
        if (!known.isEmpty()) {
            outcomes.putAll(exportKnown(known).outcomes());
        }
        return new ExportResult(outcomes);
    }

    private ExportResult exportKnown(List<ExportEvent> events) throws InterruptedException {
        EventResult eventResult = post(events);
        boolean apart = events.size() > 1 && (eventResult instanceof Refused || isStuck(events, eventResult));
        return apart ? OneByOne.export(events, event -> post(List.of(event))) : ExportResult.all(events, eventResult);
    }

    /** A server that fails repeatedly at the same batch may be failing at one event in it. */
    private static boolean isStuck(List<ExportEvent> events, EventResult eventResult) {
        return eventResult instanceof Retry retry
                && retry.error().startsWith("status 5")
                && retry.after() == null
                && events.stream().allMatch(event -> event.delivery().attempts() >= STUCK);
    }

    private EventResult post(List<ExportEvent> events) throws InterruptedException {
        Answer answer = client.post(new Request(
                settings.address().uri(),
                BATCH,
                renderer.batch(events),
                settings.token() == null ? null : settings.token().bearer()));
        if (answer instanceof Silent silent) {
            return new Retry(silent.error(), null);
        }
        Answered answered = (Answered) answer;
        if (answered.isSuccess()) {
            return new Accepted();
        }
        return PERMANENT.contains(answered.status())
                ? new Refused("status " + answered.status() + ": the receiver rejects this event")
                : new Retry("status " + answered.status(), answered.retryAfter());
    }

    @Override
    public void close() {
        client.close();
    }
}
