package io.github.licensing4j.core.webhook;

import io.github.licensing4j.LicensingException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who is told of what happens to licenses, and how hard it is tried.
 *
 * @param endpoints who; each gets its own copy of a message, and fails for itself
 * @param timeout for one attempt, from connecting to the answer
 * @param maxAttempts how often a message is tried before it is given up
 * @param maxAge how old a message gets before it is given up
 * @param interval how often is looked for messages
 */
public record WebhookOptions(
        List<WebhookEndpoint> endpoints, Duration timeout, int maxAttempts, Duration maxAge, Duration interval) {
    private static final int MOST = 16;

    public WebhookOptions {
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

    /** Time-out 10 s, 15 attempts within three days, a look every second. */
    public static WebhookOptions to(List<WebhookEndpoint> endpoints) {
        return new WebhookOptions(endpoints, Duration.ofSeconds(10), 15, Duration.ofDays(3), Duration.ofSeconds(1));
    }

    /** Nobody is told. */
    public static WebhookOptions none() {
        return to(List.of());
    }
}
