package io.github.licensing4j.core;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.schedule.TaskQueue;
import io.github.licensing4j.core.usage.journal.JournalNode;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.spi.NodeClaim;
import io.github.licensing4j.spi.NodeRecord;
import io.github.licensing4j.spi.NodeRegistry;
import io.github.licensing4j.spi.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the names of this node for this process among those that share the store. A process whose name was taken over, for
 * example because it was paused, ships no more usage until it is restarted.
 */
final class NodeMembership implements Component {
    /** The time after which another process can take the name of one that was not seen. */
    static final Duration SILENCE = Duration.ofSeconds(30);

    private static final Duration CONFIRMED_EVERY = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final Logger log = LoggerFactory.getLogger(NodeMembership.class);

    private final NodeRegistry registry;
    private final NodeIdentity identity;
    private final TaskQueue tasks;
    private volatile @Nullable NodeRecord successor;
    private volatile int live = 1;

    NodeMembership(NodeRegistry registry, NodeIdentity identity, Schedule schedule) {
        this.registry = registry;
        this.identity = identity;
        this.tasks = schedule.queue("licensing-node");
    }

    /**
     * Checks that no other live process has a name, before anything is compared with the database.
     *
     * @param journal the journal, whose last process has ended if its lock can be acquired later; null if there is none
     * @throws LicensingException if another live process has a name
     */
    void requireFree(@Nullable JournalSettings journal) {
        Optional<String> last = Optional.ofNullable(journal).flatMap(own -> JournalNode.lastProcess(own.directory()));
        for (String name : names()) {
            registry.find(name, SILENCE)
                    .filter(other -> !Optional.of(other.process()).equals(last))
                    .ifPresent(NodeMembership::refuse);
        }
    }

    /**
     * Claims the names. The lock of the journal proves that the last process with this journal has ended, so its name is
     * taken at once.
     *
     * @param journal the journal, which this process has locked, null if there is none
     * @throws LicensingException if another live process has a name
     */
    void claim(@Nullable JournalSettings journal) {
        Path directory = journal == null ? null : journal.directory();
        String ended =
                directory == null ? null : JournalNode.lastProcess(directory).orElse(null);
        for (String name : names()) {
            registry.claim(new NodeClaim(name, identity.process(), ended, SILENCE))
                    .ifPresent(NodeMembership::refuse);
        }
        // Before the first call: this node must not enforce more than its share meanwhile.
        live = registry.live(SILENCE);
        if (directory != null) {
            String kept = JournalNode.of(directory, identity.ledgerName());
            if (!kept.equals(identity.ledgerName())) {
                throw new LicensingException("the usage journal in '" + directory + "' was named '" + kept
                        + "' by another process that started at the same time; expected one process for it");
            }
            JournalNode.noteProcess(directory, identity.process());
        }
    }

    private static void refuse(NodeRecord other) {
        throw new LicensingException("another process has the node name '" + other.name() + "' in the license store: "
                + other.process() + ", started at " + other.startedAt() + " and last seen at " + other.seenAt()
                + ". Set licensing.store.node to another name for one of them; if that process has ended, start again "
                + SILENCE.toSeconds() + " s after it was last seen");
    }

    private Set<String> names() {
        return identity.name().equals(identity.ledgerName())
                ? Set.of(identity.name())
                : Set.of(identity.name(), identity.ledgerName());
    }

    @Override
    public void start() {
        tasks.every(CONFIRMED_EVERY, "confirm the name of this node", this::confirm);
    }

    /** Confirms that this process runs; finds out whether a name was taken over. */
    void confirm() {
        for (String name : names()) {
            if (successor == null) {
                Optional<NodeRecord> other = registry.claim(new NodeClaim(name, identity.process(), null, SILENCE));
                other.ifPresent(this::takenOver);
            }
        }
        live = registry.live(SILENCE);
    }

    private void takenOver(NodeRecord other) {
        successor = other;
        log.error(
                "The node name '{}' was taken over by {}; this process ships no more usage until it is restarted",
                other.name(),
                other.process());
    }

    /** @throws StoreException if another process has taken a name over */
    void requireOwn() {
        NodeRecord other = successor;
        if (other != null) {
            throw new StoreException(message(other), new IllegalStateException(message(other)));
        }
    }

    private static String message(NodeRecord other) {
        return "the node name '" + other.name() + "' was taken over by " + other.process()
                + "; this process must be restarted, under another name if both are to run";
    }

    /** Returns the number of live nodes, this one included, as of the last confirmation that succeeded; at least 1. */
    int live() {
        return live;
    }

    @Override
    public Health.Component health() {
        NodeRecord other = successor;
        return tasks.with(
                other == null
                        ? new Health.Component("node", Status.UP, "'" + identity.name() + "', " + live + " live")
                        : new Health.Component("node", Status.DEGRADED, message(other)));
    }

    /** Releases the names, so that the next process need not wait. */
    @Override
    public void close() {
        tasks.once("release the name of this node", () -> {
            for (String name : names()) {
                registry.release(name, identity.process());
            }
        });
        if (!tasks.finish(CLOSE_TIMEOUT)) {
            log.debug("The name of this node is released only after {}", SILENCE);
        }
    }
}
