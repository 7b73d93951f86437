package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.spi.Outbox;
import io.github.licensing4j.spi.OutboxMessage;
import io.github.licensing4j.spi.StoredMessage;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stores waiting messages in memory. */
final class InMemoryOutbox implements Outbox {
    private final Map<String, OutboxMessage> waiting = new LinkedHashMap<>();
    private final Map<String, OutboxMessage> dead = new LinkedHashMap<>();

    synchronized void add(StoredMessage message) {
        waiting.put(
                message.id(),
                new OutboxMessage(message.id(), message.topic(), message.at(), message.body(), 0, message.at(), null));
    }

    @Override
    public synchronized List<OutboxMessage> due(Instant now, int max) {
        return waiting.values().stream()
                .filter(message -> !message.dueAt().isAfter(now))
                .sorted(Comparator.comparing(OutboxMessage::dueAt))
                .limit(max)
                .toList();
    }

    @Override
    public synchronized void delivered(String id) {
        waiting.remove(id);
    }

    @Override
    public synchronized void failed(String id, Instant nextAttempt, String error) {
        waiting.computeIfPresent(id, (name, message) -> again(message, message.attempts() + 1, nextAttempt, error));
    }

    @Override
    public synchronized void dead(String id, String error) {
        OutboxMessage message = waiting.remove(id);
        if (message != null) {
            dead.put(id, again(message, message.attempts() + 1, message.dueAt(), error));
        }
    }

    @Override
    public synchronized List<OutboxMessage> deadLetters(int max) {
        return dead.values().stream().limit(max).toList();
    }

    @Override
    public synchronized boolean replay(String id, Instant now) {
        OutboxMessage message = dead.remove(id);
        if (message == null) {
            return false;
        }
        waiting.put(id, again(message, 0, now, ""));
        return true;
    }

    @Override
    public synchronized int waiting() {
        return waiting.size();
    }

    private static OutboxMessage again(OutboxMessage message, int attempts, Instant dueAt, String error) {
        return new OutboxMessage(
                message.id(), message.topic(), message.createdAt(), message.body(), attempts, dueAt, error);
    }
}
