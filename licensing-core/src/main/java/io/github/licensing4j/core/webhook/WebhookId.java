package io.github.licensing4j.core.webhook;

/**
 * What one endpoint's copy of a message is stored under: the message's id and the endpoint's name. The endpoint sees the
 * message's id alone, the same at every attempt.
 *
 * @param message such as {@code msg_01j…}; without a dot, as it stands before one in what is signed
 */
public record WebhookId(String message, String endpoint) {

    /** Reads what {@link #stored} wrote; of another text, the endpoint is empty. */
    public static WebhookId parse(String stored) {
        int dot = stored.indexOf('.');
        return dot < 0 ? new WebhookId(stored, "") : new WebhookId(stored.substring(0, dot), stored.substring(dot + 1));
    }

    /** The two in one text. */
    public String stored() {
        return message + "." + endpoint;
    }
}
