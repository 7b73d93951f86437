package io.github.licensing4j.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Manages dead webhook messages: those that are no longer retried. */
public interface Webhooks {

    /**
     * A message that is no longer retried.
     *
     * @param id to replay it by
     * @param endpoint the name of the endpoint that did not accept it
     * @param topic what happened, such as {@code license.suspended}
     * @param createdAt when it was stored
     * @param attempts how often it was tried
     * @param error the last error
     */
    record DeadMessage(
            String id,
            String endpoint,
            String topic,
            Instant createdAt,
            int attempts,
            @Nullable String error) {}

    /**
     * Returns dead messages, oldest first.
     *
     * @param max how many at most, 1 to 1,000
     */
    List<DeadMessage> dead(int max);

    /** Sends a dead message again, under the same id, with its attempts reset. */
    void replay(String id, AdminContext by);
}
