package io.github.licensing4j.core.billing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes batches of CloudEvents as OpenMeter does: an event of a source and id that it has is the event that it has. */
final class OpenMeter {
    static final String TOKEN = "t0ken-of-openmeter";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<List<String>, JsonNode> events = new LinkedHashMap<>();
    private final List<String> wrongs = new ArrayList<>();
    private int repeats;

    /** @param share how much of the batch is taken, from the first event on */
    synchronized void take(Biller.Post post, double share) {
        if (!post.type().equals("application/cloudevents-batch+json; charset=utf-8")
                || !("Bearer " + TOKEN).equals(post.authorization())) {
            wrongs.add("sent as " + post.type());
        }
        JsonNode batch = JSON.readTree(post.body());
        int most = (int) Math.ceil(batch.size() * share);
        for (int i = 0; i < most; i++) {
            take(batch.get(i));
        }
    }

    private void take(JsonNode event) {
        for (String attribute : List.of("id", "source", "type", "specversion")) {
            if (!event.path(attribute).isString()) {
                wrongs.add("no " + attribute + " in " + event);
            }
        }
        JsonNode known = events.putIfAbsent(List.of(text(event, "source"), text(event, "id")), event);
        if (known != null) {
            repeats++;
            if (!known.equals(event)) {
                wrongs.add("twice and not the same: " + known + " and " + event);
            }
        }
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).stringValue();
    }

    synchronized Map<String, Long> sums() {
        Sums sums = new Sums();
        for (JsonNode event : events.values()) {
            JsonNode data = event.path("data");
            String meter = text(data, "meter");
            BigDecimal units = data.path("units").decimalValue();
            sums.add(
                    text(data, "license"),
                    meter,
                    Instant.parse(text(event, "time")),
                    units.movePointRight(BilledEngine.scale(meter)).longValueExact());
        }
        return sums.all();
    }

    /** Events that are not the first of their hour. */
    synchronized long revisions() {
        return events.values().stream()
                .filter(event -> event.path("data").path("revision").intValue() > 1)
                .count();
    }

    synchronized int repeats() {
        return repeats;
    }

    synchronized List<String> wrongs() {
        return List.copyOf(wrongs);
    }
}
