package io.github.licensing4j.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages to other services that were given up. */
public interface Webhooks {

    /**
     * A message that was given up.
     *
     * @param id to replay it by
     * @param endpoint the name of the endpoint that did not take it
     * @param topic what happened, such as {@code license.suspended}
     * @param createdAt when it was stored
     * @param attempts how often it was tried
     * @param error why it failed last
     */
    record DeadMessage(
            String id,
            String endpoint,
            String topic,
            Instant createdAt,
            int attempts,
            @Nullable String error) {}

    /**
     * What was given up, oldest first.
     *
     * @param max how many at most, 1 to 1,000
     */
    List<DeadMessage> dead(int max);

    /** Sends one again, under the same id, its attempts counted anew. */
    void replay(String id, AdminContext by);
}
