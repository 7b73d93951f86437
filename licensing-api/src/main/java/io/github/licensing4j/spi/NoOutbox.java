package io.github.licensing4j.spi;

import java.time.Instant;
import java.util.List;

enum NoOutbox implements Outbox {
    INSTANCE;

    @Override
    public List<OutboxMessage> due(Instant now, int max) {
        return List.of();
    }

    @Override
    public void delivered(String id) {
        // There are no messages.
    }

    @Override
    public void failed(String id, Instant nextAttempt, String error) {
        // There are no messages.
    }

    @Override
    public void dead(String id, String error) {
        // There are no messages.
    }

    @Override
    public List<OutboxMessage> deadLetters(int max) {
        return List.of();
    }

    @Override
    public boolean replay(String id, Instant now) {
        return false;
    }

    @Override
    public int waiting() {
        return 0;
    }
}
