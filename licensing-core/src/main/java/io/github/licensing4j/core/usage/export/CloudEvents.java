package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.spi.ExportEvent;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Renders events as CloudEvents 1.0 in JSON. The type is {@code io.github.licensing4j.usage.<meter>}, so that a
 * receiver can add up the {@code units} of one type; the time is the first instant of the hour, so that events fall
 * into it.
 */
final class CloudEvents {
    static final String TYPE = "io.github.licensing4j.usage.";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final URI source;

    CloudEvents(URI source) {
        this.source = source;
    }

    /** Renders a batch (JSON event format §4.1). */
    String batch(List<ExportEvent> events) {
        return JSON.writeValueAsString(events.stream().map(this::payload).toList());
    }

    private Map<String, Object> payload(ExportEvent event) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("specversion", "1.0");
        payload.put("id", event.id());
        payload.put("source", source.toString());
        payload.put("type", TYPE + event.meter());
        payload.put("subject", event.customer());
        payload.put("time", event.hour().from().toString());
        payload.put("datacontenttype", "application/json");
        payload.put("data", data(event));
        return payload;
    }

    private Map<String, Object> data(ExportEvent event) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("issuer", event.license().issuer());
        data.put("license", event.license().value());
        data.put("meter", event.meter());
        data.put("units", event.quantity().amount());
        data.put("windowStart", event.hour().from().toString());
        data.put("windowEnd", event.hour().to().toString());
        data.put("revision", event.revision());
        return data;
    }
}
