package io.github.licensing4j.core.webhook;

/**
 * The id under which the copy of a message for one endpoint is stored: the message's id and the endpoint's name. The
 * endpoint receives only the message's id, the same at every attempt.
 *
 * @param message such as {@code msg_01j…}; without a dot, because a dot follows it in the signed text
 */
public record WebhookId(String message, String endpoint) {

    /** Parses the result of {@link #stored}; for other texts, the endpoint is empty. */
    public static WebhookId parse(String stored) {
        int dot = stored.indexOf('.');
        return dot < 0 ? new WebhookId(stored, "") : new WebhookId(stored.substring(0, dot), stored.substring(dot + 1));
    }

    /** Returns both in one text. */
    public String stored() {
        return message + "." + endpoint;
    }
}
