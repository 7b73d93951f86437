package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.webhook.WebhookEndpoint;
import io.github.licensing4j.core.webhook.WebhookEndpoint.Plain;
import io.github.licensing4j.core.webhook.WebhookKey;
import io.github.licensing4j.core.webhook.WebhookSettings;
import java.util.ArrayList;
import java.util.List;

/** Converts the properties of webhooks to settings. */
final class WebhookPropertyMapper {
    private final List<LicensingProperties.Webhook> webhooks;

    WebhookPropertyMapper(LicensingProperties properties) {
        this.webhooks = properties.webhooks();
    }

    WebhookSettings settings() {
        List<WebhookEndpoint> endpoints = new ArrayList<>();
        for (int n = 0; n < webhooks.size(); n++) {
            int i = n;
            String property = "licensing.webhooks[" + i + "]";
            endpoints.add(PropertyFault.named(property, () -> endpoint(webhooks.get(i), property)));
        }
        return WebhookSettings.to(endpoints);
    }

    private static WebhookEndpoint endpoint(LicensingProperties.Webhook webhook, String property) {
        // A list element binds without its required members.
        if (webhook.url() == null) {
            throw new MissingPropertyException(property + ".url", "the address that messages are posted to");
        }
        return new WebhookEndpoint(
                webhook.name() == null ? WebhookEndpoint.nameOf(webhook.url()) : webhook.name(),
                webhook.url(),
                key(webhook, property),
                webhook.topics(),
                webhook.allowHttp() ? Plain.ALLOW_ON_LOOPBACK : Plain.REFUSED);
    }

    private static WebhookKey key(LicensingProperties.Webhook webhook, String property) {
        if (webhook.secret() != null && webhook.signingKey() != null) {
            throw new LicensingException(property + ".secret and " + property
                    + ".signing-key contradict each other: expected only one of them");
        }
        if (webhook.secret() != null) {
            String secret = webhook.secret();
            return PropertyFault.named(property + ".secret", () -> WebhookKey.shared(secret));
        }
        if (webhook.signingKey() != null) {
            String signingKey = webhook.signingKey();
            return PropertyFault.named(property + ".signing-key", () -> WebhookKey.ed25519(signingKey));
        }
        throw new MissingPropertyException(
                property + ".secret",
                "whsec_ and 24 to 64 random bytes in Base64, or set " + property + ".signing-key");
    }
}
