package io.github.licensing4j.core.webhook;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.hash.Sha256;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An endpoint that receives messages.
 *
 * @param name what its messages are stored under: 1 to 32 lower-case letters, digits and hyphens; a renamed endpoint
 *     does not get messages that wait under its old name
 * @param url where they are posted; the path and the query are never shown, as they may contain a secret
 * @param key signs them
 * @param topics which it gets: {@code *}, exact topics, or {@code license.*} for all that begin so
 * @param plain whether the address may be http on the loopback
 */
public record WebhookEndpoint(String name, URI url, WebhookKey key, Set<String> topics, Plain plain) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern TOPIC = Pattern.compile("\\*|[a-z-]+\\.(\\*|[a-z-]+)");

    /** Allows or refuses http. */
    public enum Plain {
        REFUSED,
        /** Only on the loopback, for tests and side-cars. */
        ALLOW_ON_LOOPBACK
    }

    public WebhookEndpoint {
        topics = Set.copyOf(topics);
        if (!NAME.matcher(name).matches()) {
            throw new LicensingException(
                    "webhook name '" + name + "' is not 1 to 32 lower-case letters, digits and hyphens");
        }
        if (topics.isEmpty()
                || !topics.stream().allMatch(topic -> TOPIC.matcher(topic).matches())) {
            throw new LicensingException("webhook '" + name + "' has the topics " + topics
                    + ", expected some such as license.suspended, license.* or *");
        }
        topics.stream()
                .filter(topic -> !WebhookTopics.isKnown(topic))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new LicensingException("webhook '" + name + "' has the unknown topic '" + unknown
                            + "', expected *, license.*, usage.* or one of " + String.join(", ", WebhookTopics.all()));
                });
        checkAddress(name, url, plain);
    }

    /** Returns an endpoint for all topics, over https, with a name derived from the address. */
    public static WebhookEndpoint of(URI url, WebhookKey key) {
        return new WebhookEndpoint(nameOf(url), url, key, Set.of("*"), Plain.REFUSED);
    }

    /** Returns a name that depends only on the address. */
    public static String nameOf(URI url) {
        return Sha256.hex(url.toString(), 8);
    }

    private static void checkAddress(String name, URI url, Plain plain) {
        String host = url.getHost();
        boolean loopback = "http".equalsIgnoreCase(url.getScheme()) && LOOPBACK.contains(String.valueOf(host));
        boolean allowed = "https".equalsIgnoreCase(url.getScheme()) || (loopback && plain == Plain.ALLOW_ON_LOOPBACK);
        if (host == null || !allowed) {
            throw new LicensingException("webhook '" + name + "' goes to " + url.getScheme() + "://" + host
                    + ", expected https, or http on the loopback where that is allowed");
        }
        if (url.getUserInfo() != null || url.getFragment() != null) {
            throw new LicensingException("webhook '" + name + "' has user information or a fragment in its address");
        }
    }

    /** Returns whether it receives messages of a topic. */
    public boolean receives(String topic) {
        return topics.contains("*")
                || topics.contains(topic)
                || topics.contains(topic.substring(0, topic.indexOf('.') + 1) + "*");
    }

    @Override
    public String toString() {
        return "WebhookEndpoint[name=" + name + ", host=" + url.getHost() + ", topics=" + topics + "]";
    }
}
