package io.github.licensing4j.core.store.memory;

import io.github.licensing4j.Page;
import io.github.licensing4j.spi.AuditCheckpoint;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.AuditLog;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Stores audit entries in memory. */
final class InMemoryAuditLog implements AuditLog {
    private final TreeMap<Long, AuditEntry> entries = new TreeMap<>();
    private final Map<String, AuditCheckpoint> checkpoints = new HashMap<>();
    private long rows;

    synchronized void check(List<AuditEntry> added) {
        Map<String, Long> next = new HashMap<>();
        for (AuditEntry entry : added) {
            long expected = next.computeIfAbsent(entry.chain(), this::nextSeq);
            if (entry.seq() != expected) {
                throw new StoreConflictException(Kind.AUDIT, entry.chain());
            }
            next.put(entry.chain(), expected + 1);
        }
    }

    private long nextSeq(String chain) {
        return last(chain)
                        .map(AuditEntry::seq)
                        .or(() -> checkpoint(chain).map(AuditCheckpoint::seq))
                        .orElse(0L)
                + 1;
    }

    synchronized void append(AuditEntry entry) {
        entries.put(++rows, entry);
    }

    @Override
    public synchronized Page<AuditEntry> read(@Nullable String license, @Nullable String cursor, int max) {
        List<AuditEntry> found = new ArrayList<>();
        long last = 0;
        for (Map.Entry<Long, AuditEntry> row : entries.tailMap(cursor == null ? 0 : Long.parseLong(cursor), false)
                .entrySet()) {
            if (license == null || license.equals(row.getValue().license())) {
                if (found.size() == max) {
                    return new Page<>(found, Long.toString(last));
                }
                found.add(row.getValue());
                last = row.getKey();
            }
        }
        return new Page<>(found, null);
    }

    @Override
    public synchronized List<AuditEntry> chain(String chain, long fromSeq, int max) {
        return entries.values().stream()
                .filter(entry -> entry.chain().equals(chain) && entry.seq() >= fromSeq)
                .limit(max)
                .toList();
    }

    @Override
    public synchronized List<String> chains() {
        TreeSet<String> names = new TreeSet<>(checkpoints.keySet());
        entries.values().forEach(entry -> names.add(entry.chain()));
        return List.copyOf(names);
    }

    @Override
    public synchronized Optional<AuditEntry> last(String chain) {
        return entries.descendingMap().values().stream()
                .filter(entry -> entry.chain().equals(chain))
                .findFirst();
    }

    @Override
    public synchronized Optional<AuditCheckpoint> checkpoint(String chain) {
        return Optional.ofNullable(checkpoints.get(chain));
    }

    @Override
    public synchronized void prune(AuditCheckpoint upTo) {
        entries.values().removeIf(entry -> entry.chain().equals(upTo.chain()) && entry.seq() <= upTo.seq());
        checkpoints.put(upTo.chain(), upTo);
    }
}
