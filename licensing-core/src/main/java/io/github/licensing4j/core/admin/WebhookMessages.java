package io.github.licensing4j.core.admin;

import io.github.licensing4j.License;
import io.github.licensing4j.core.admin.PendingChange.Announcement;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.webhook.WebhookEndpoint;
import io.github.licensing4j.core.webhook.WebhookId;
import io.github.licensing4j.spi.StoredMessage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Renders the messages of webhooks: one for each endpoint that receives the topic. */
final class WebhookMessages {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Ids ids;
    private final List<WebhookEndpoint> endpoints;

    WebhookMessages(Ids ids, List<WebhookEndpoint> endpoints) {
        this.ids = ids;
        this.endpoints = endpoints;
    }

    /** @param now when they are stored, which is later than the event for transitions by time */
    List<StoredMessage> of(Announcement announcement, Instant now) {
        List<WebhookEndpoint> wanting = endpoints.stream()
                .filter(endpoint -> endpoint.receives(announcement.topic()))
                .toList();
        if (wanting.isEmpty()) {
            return List.of();
        }
        String id = ids.next("msg_", now.toEpochMilli());
        String body = body(announcement);
        return wanting.stream()
                .map(endpoint ->
                        new StoredMessage(new WebhookId(id, endpoint.name()).stored(), announcement.topic(), now, body))
                .toList();
    }

    private static String body(Announcement announcement) {
        License license = LicenseEvaluator.shown(
                announcement.license(), EffectiveLicense.at(announcement.license(), announcement.at()));
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("license", license.id().value());
        data.put("customer", license.customer());
        data.put("plan", license.plan().toString());
        data.put("state", license.state().text());
        data.put("revision", announcement.license().revision());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", announcement.topic());
        body.put("timestamp", announcement.at().toString());
        body.put("data", data);
        return JSON.writeValueAsString(body);
    }
}
