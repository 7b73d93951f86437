package io.github.licensing4j.core.admin;

import io.github.licensing4j.License;
import io.github.licensing4j.Signal;
import io.github.licensing4j.SignalAnswer;
import io.github.licensing4j.core.admin.PendingChange.Announcement;
import io.github.licensing4j.core.license.EffectiveLicense;
import io.github.licensing4j.core.license.LicenseEvaluator;
import io.github.licensing4j.core.webhook.WebhookEndpoint;
import io.github.licensing4j.core.webhook.WebhookId;
import io.github.licensing4j.spi.StoredMessage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
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
        return messages(announcement.topic(), now, () -> body(announcement));
    }

    List<StoredMessage> of(SignalEvent event, Instant now) {
        return messages(event.topic(), now, () -> body(event, now));
    }

    private List<StoredMessage> messages(String topic, Instant now, Supplier<String> rendered) {
        List<WebhookEndpoint> wanting =
                endpoints.stream().filter(endpoint -> endpoint.receives(topic)).toList();
        if (wanting.isEmpty()) {
            return List.of();
        }
        String id = ids.next("msg_", now.toEpochMilli());
        String body = rendered.get();
        return wanting.stream()
                .map(endpoint -> new StoredMessage(new WebhookId(id, endpoint.name()).stored(), topic, now, body))
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
        return body(announcement.topic(), announcement.at(), data);
    }

    private static String body(SignalEvent event, Instant now) {
        Signal signal = event.signal();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("signal", signal.id());
        data.put("kind", signal.kind().text());
        data.put("license", signal.subject().license());
        data.put("customer", signal.subject().customer());
        data.put("target", signal.subject().target());
        data.put("severity", signal.severity().text());
        data.put("since", signal.times().since().toString());
        data.put("evidence", signal.evidence());
        SignalAnswer answer = signal.answer();
        if (answer != null) {
            data.put("answer", answer.action().text());
            data.put("answerMode", answer.mode().name().toLowerCase(Locale.ROOT));
            data.put("answerUntil", answer.until().toString());
        }
        return body(event.topic(), now, data);
    }

    private static String body(String topic, Instant at, Map<String, Object> data) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", topic);
        body.put("timestamp", at.toString());
        body.put("data", data);
        return JSON.writeValueAsString(body);
    }
}
