package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.License;
import io.github.licensing4j.Quantity;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.core.usage.invoice.EndedQuota;
import io.github.licensing4j.core.webhook.WebhookEndpoint;
import io.github.licensing4j.core.webhook.WebhookId;
import io.github.licensing4j.spi.CounterChange;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.CounterIncrement;
import io.github.licensing4j.spi.StoredMessage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Renders notifications of usage, one copy for each endpoint that receives the topic. */
final class UsageMessageRenderer {
    static final String THRESHOLD = "usage.threshold";
    static final String CLOSED = "usage.period-closed";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private static final int ID_BYTES = 20;

    private final List<WebhookEndpoint> endpoints;
    private final ToIntFunction<String> scales;

    UsageMessageRenderer(List<WebhookEndpoint> endpoints, ToIntFunction<String> scales) {
        this.endpoints = List.copyOf(endpoints);
        this.scales = scales;
    }

    boolean areWanted(String topic) {
        return endpoints.stream().anyMatch(endpoint -> endpoint.receives(topic));
    }

    List<StoredMessage> threshold(ThresholdTarget thresholdTarget, CounterChange move, int level, Instant now) {
        QuotaLimit quota = thresholdTarget.quota();
        CounterIncrement counter = move.increment();
        int scale = scales.applyAsInt(quota.meter());
        Map<String, Object> data = common(
                thresholdTarget, counter, Instant.ofEpochMilli(counter.window().endMillis()));
        data.put("level", level);
        data.put("used", Quantity.decimal(move.after(), scale));
        data.put("amount", Quantity.decimal(quota.amount(), scale));
        return copies(THRESHOLD, id(THRESHOLD, counter, level + " of " + quota.amount()), data, now);
    }

    List<StoredMessage> closed(
            ThresholdTarget thresholdTarget, EndedQuota ended, CounterIncrement counter, Instant now) {
        QuotaLimit quota = thresholdTarget.quota();
        int scale = scales.applyAsInt(quota.meter());
        Map<String, Object> data = common(thresholdTarget, counter, ended.end());
        data.put("used", Quantity.decimal(counter.units(), scale));
        data.put("included", Quantity.decimal(quota.amount(), scale));
        if (ended.carried() != 0) {
            data.put("carried", Quantity.decimal(ended.carried(), scale));
        }
        data.put("overage", Quantity.decimal(ended.overage(), scale));
        return copies(CLOSED, id(CLOSED, counter, "0"), data, now);
    }

    private static Map<String, Object> common(ThresholdTarget thresholdTarget, CounterIncrement counter, Instant end) {
        Map<String, Object> data = new LinkedHashMap<>();
        License license = thresholdTarget.license();
        if (license == null) {
            data.put("customer", counter.counter().subject());
        } else {
            data.put("license", license.id().value());
            data.put("customer", license.customer());
            data.put("plan", license.plan().toString());
        }
        data.put("limit", thresholdTarget.quota().name());
        data.put("meter", thresholdTarget.quota().meter());
        if (counter.counter().scope() != QuotaLimit.Scope.LICENSE) {
            data.put("scope", counter.counter().scope().name().toLowerCase(Locale.ROOT));
            data.put("subject", counter.counter().subject());
        }
        Map<String, Object> period = new LinkedHashMap<>();
        period.put("start", Instant.ofEpochMilli(counter.window().startMillis()).toString());
        period.put("end", end.toString());
        data.put("period", period);
        return data;
    }

    private List<StoredMessage> copies(String topic, String id, Map<String, Object> data, Instant now) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", topic);
        body.put("timestamp", now.toString());
        body.put("data", data);
        String text = JSON.writeValueAsString(body);
        return endpoints.stream()
                .filter(endpoint -> endpoint.receives(topic))
                .map(endpoint -> new StoredMessage(new WebhookId(id, endpoint.name()).stored(), topic, now, text))
                .toList();
    }

    /**
     * Returns the same id for the same counter, period, level and amount on every node. Each part is prefixed with its
     * length, so that different parts never produce the same text.
     */
    private static String id(String topic, CounterIncrement counter, String level) {
        CounterId id = counter.counter();
        StringBuilder text = new StringBuilder();
        for (Object part : new Object[] {
            topic,
            counter.issuer(),
            counter.license(),
            id.limit(),
            id.meter(),
            id.per(),
            id.scope(),
            id.subject(),
            counter.window().startMillis(),
            level
        }) {
            String one = String.valueOf(part);
            text.append(one.length()).append(':').append(one);
        }
        return "msg_" + Sha256.hex(text.toString(), ID_BYTES);
    }
}
