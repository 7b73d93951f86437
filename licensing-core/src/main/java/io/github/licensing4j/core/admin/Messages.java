package io.github.licensing4j.core.admin;

import io.github.licensing4j.License;
import io.github.licensing4j.core.admin.Administration.Webhooks;
import io.github.licensing4j.core.admin.Draft.Announcement;
import io.github.licensing4j.core.license.Contract;
import io.github.licensing4j.core.license.LicenseDesk;
import io.github.licensing4j.spi.StoredMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Words what webhooks are told, or nothing where nobody listens. */
final class Messages {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Ids ids;
    private final Webhooks webhooks;

    Messages(Ids ids, Webhooks webhooks) {
        this.ids = ids;
        this.webhooks = webhooks;
    }

    Optional<StoredMessage> of(Announcement announcement) {
        if (webhooks == Webhooks.NONE) {
            return Optional.empty();
        }
        License license =
                LicenseDesk.shown(announcement.license(), Contract.at(announcement.license(), announcement.at()));
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
        return Optional.of(new StoredMessage(
                ids.next("msg_", announcement.at().toEpochMilli()),
                announcement.topic(),
                announcement.at(),
                JSON.writeValueAsString(body)));
    }
}
