package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.spi.ExportEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Formats events as JSON objects, one per line. */
final class JsonLines implements LineForm {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    @Override
    public String header() {
        return "";
    }

    @Override
    public Optional<String> line(ExportEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", event.id());
        line.put("issuer", event.license().issuer());
        line.put("license", event.license().value());
        line.put("customer", event.customer());
        line.put("meter", event.meter());
        line.put("units", event.quantity().amount());
        line.put("windowStart", event.hour().from().toString());
        line.put("windowEnd", event.hour().to().toString());
        line.put("revision", event.revision());
        line.put("createdAt", event.delivery().createdAt().toString());
        return Optional.of(JSON.writeValueAsString(line) + "\n");
    }

    @Override
    public String id(ExportEvent event) {
        return event.id();
    }

    @Override
    public String idIn(String line) {
        try {
            JsonNode id = JSON.readTree(line).path("id");
            return id.isString() ? id.stringValue() : "";
        } catch (JacksonException e) {
            // Not a line of this exporter: it contains no event id.
            return "";
        }
    }
}
