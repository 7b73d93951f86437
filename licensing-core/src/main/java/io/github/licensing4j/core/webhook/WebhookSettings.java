package io.github.licensing4j.core.webhook;

import io.github.licensing4j.LicensingException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The endpoints of webhooks, and how deliveries are retried.
 *
 * @param endpoints the endpoints; each gets its own copy of a message, independent of the others
 * @param timeout for one attempt, from connecting to the response
 * @param maxAttempts the number of attempts after which a message is dead
 * @param maxAge the age after which a message is dead
 * @param interval how often the outbox is polled
 */
public record WebhookSettings(
        List<WebhookEndpoint> endpoints, Duration timeout, int maxAttempts, Duration maxAge, Duration interval) {
    private static final int MOST = 16;

    public WebhookSettings {
        endpoints = List.copyOf(endpoints);
        if (endpoints.size() > MOST) {
            throw new LicensingException("there are " + endpoints.size() + " webhooks, expected at most " + MOST);
        }
        Set<String> names = new HashSet<>();
        for (WebhookEndpoint endpoint : endpoints) {
            if (!names.add(endpoint.name())) {
                throw new LicensingException("two webhooks have the name '" + endpoint.name() + "'");
            }
        }
        if (maxAttempts < 1 || !isPositive(timeout) || !isPositive(maxAge) || !isPositive(interval)) {
            throw new LicensingException("webhooks need at least one attempt, and times above zero");
        }
    }

    private static boolean isPositive(Duration time) {
        return !time.isNegative() && !time.isZero();
    }

    /** Returns settings with a time-out of 10 s, 15 attempts within three days, and a poll every second. */
    public static WebhookSettings to(List<WebhookEndpoint> endpoints) {
        return new WebhookSettings(endpoints, Duration.ofSeconds(10), 15, Duration.ofDays(3), Duration.ofSeconds(1));
    }

    /** Returns settings without endpoints. */
    public static WebhookSettings none() {
        return to(List.of());
    }
}
