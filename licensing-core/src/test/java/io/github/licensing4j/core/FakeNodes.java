package io.github.licensing4j.core;

import io.github.licensing4j.spi.NodeClaim;
import io.github.licensing4j.spi.NodeRecord;
import io.github.licensing4j.spi.NodeRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The registry of the nodes that share a store: none loses its name by time. */
final class FakeNodes implements NodeRegistry {
    final Map<String, NodeRecord> live = new HashMap<>();
    final Set<String> released = new HashSet<>();

    void runs(String name, Instant seen) {
        live.put(name, new NodeRecord(name, "process of " + name, Instant.EPOCH, seen));
    }

    void stops(String name) {
        live.remove(name);
    }

    @Override
    public Optional<NodeRecord> claim(NodeClaim claim) {
        NodeRecord own = new NodeRecord(claim.name(), claim.process(), Instant.EPOCH, Instant.EPOCH);
        NodeRecord other = live.putIfAbsent(claim.name(), own);
        return Optional.ofNullable(other).filter(holder -> !holder.process().equals(claim.process()));
    }

    @Override
    public Optional<NodeRecord> find(String name, Duration within) {
        return Optional.ofNullable(live.get(name));
    }

    @Override
    public void release(String name, String process) {
        released.add(name);
        live.computeIfPresent(name, (key, holder) -> holder.process().equals(process) ? null : holder);
    }

    @Override
    public int live(Duration within) {
        return live.size();
    }
}
