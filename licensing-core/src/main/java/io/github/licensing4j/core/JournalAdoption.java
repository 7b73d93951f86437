package io.github.licensing4j.core;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.schedule.TaskQueue;
import io.github.licensing4j.core.usage.Usage;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.usage.journal.JournalMeters;
import io.github.licensing4j.core.usage.journal.JournalNode;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.core.usage.journal.JournalStarts;
import io.github.licensing4j.spi.NodeClaim;
import io.github.licensing4j.spi.NodeRegistry;
import io.github.licensing4j.spi.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the journals of dead nodes to the ledger, and ends the quota leases of these nodes. A node is dead if it was not seen for
 * {@link NodeMembership#SILENCE} and its journal is not locked. Its name is claimed meanwhile, so that it cannot start in between.
 */
final class JournalAdoption implements Component {
    private static final Logger log = LoggerFactory.getLogger(JournalAdoption.class);
    private static final Duration CHECKED_EVERY = Duration.ofSeconds(15);

    private final Setup setup;
    private final Schedule schedule;
    private final TaskQueue tasks;
    /** The failures of the last check by journal. */
    private final Map<Path, String> failures = new ConcurrentSkipListMap<>();

    private final AtomicInteger adopted = new AtomicInteger();

    /**
     * The parts that adoption needs.
     *
     * @param directory the directory that contains the journals, each in a directory of its own
     * @param own the settings of this node's usage
     * @param store the store that all nodes share
     * @param identity the names of this node
     * @param renderer renders notifications of changed counters
     * @param time the clock
     */
    record Setup(
            Path directory,
            UsageSettings own,
            Store store,
            NodeIdentity identity,
            Usage.MessageRenderer renderer,
            InstantSource time) {
        JournalSettings journal() {
            return Objects.requireNonNull(own.journal(), "a node that adopts journals has one");
        }
    }

    JournalAdoption(Setup setup, Schedule schedule) {
        this.setup = setup;
        this.schedule = schedule;
        this.tasks = schedule.queue("licensing-journal-adoption");
    }

    @Override
    public void start() {
        tasks.every(CHECKED_EVERY, "adopt the journals of dead nodes", this::adopt);
    }

    /** Adopts the journal of every dead node; one that fails does not keep the others from it. */
    void adopt() {
        for (Path journal : journals()) {
            try {
                adopt(journal);
                failures.remove(journal);
            } catch (LicensingException e) {
                if (failures.put(journal, String.valueOf(e.getMessage())) == null) {
                    log.warn("The usage journal in {} is not adopted; it is tried again", journal, e);
                }
            }
        }
        failures.keySet().removeIf(journal -> !Files.isDirectory(journal));
    }

    /** Adopts every journal again, because the database may have lost what was adopted before. */
    static void adoptAgain(Path directory, Path own) {
        journals(directory, own).forEach(JournalStarts::forgetAdopted);
    }

    private List<Path> journals() {
        return journals(setup.directory, setup.journal().directory());
    }

    private static List<Path> journals(Path directory, Path own) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(Files::isDirectory)
                    .map(Path::toAbsolutePath)
                    .filter(journal -> !journal.equals(own))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new LicensingException(
                    "licensing.usage.adopt-journals: the directory '" + directory + "' cannot be read: " + e, e);
        }
    }

    private void adopt(Path journal) {
        Optional<String> node = JournalNode.known(journal);
        if (node.isEmpty() || JournalStarts.isAdopted(journal)) {
            return;
        }
        String name = node.get();
        NodeRegistry nodes = setup.store.nodes();
        String process = setup.identity.process();
        if (nodes.claim(new NodeClaim(name, process, null, NodeMembership.SILENCE))
                .isPresent()) {
            return;
        }
        try {
            ship(journal, name);
        } finally {
            nodes.release(name, process);
        }
    }

    /** @throws LicensingException if the journal is locked: its process lives, though the store has not seen it */
    private void ship(Path journal, String node) {
        setup.store.usage().declare(JournalMeters.read(journal));
        Usage usage = Usage.open(
                new UsageSettings(setup.journal().at(journal), setup.own.flushInterval(), setup.own.acceptUntil()),
                new Usage.Destination(setup.store.usage(), node, 1, setup.renderer),
                setup.time,
                schedule);
        try {
            // A process of the node that starts from now on finds who had the journal last.
            JournalNode.noteProcess(journal, setup.identity.process());
            usage.recover();
            if (!usage.isRecovered()) {
                throw new LicensingException("the journal of node '" + node
                        + "' is damaged: what can be read of it is in the ledger, and what the node has leased stays"
                        + " stranded until the periods end");
            }
            long released = setup.store.leases().releaseBefore(usage.source());
            JournalStarts.noteAdopted(journal);
            adopted.incrementAndGet();
            log.info(
                    "The usage of dead node '{}' is in the ledger, from its journal in {}; {} leased units are released",
                    node,
                    journal,
                    released);
        } finally {
            usage.close();
        }
    }

    @Override
    public Health.Component health() {
        Map<Path, String> failed = Map.copyOf(failures);
        String done = "watches '" + setup.directory + "', adopted " + adopted + " journals of dead nodes";
        return tasks.with(
                failed.isEmpty()
                        ? new Health.Component("journal-adoption", Status.UP, done)
                        : new Health.Component("journal-adoption", Status.DEGRADED, done + "; not adopted: " + failed));
    }

    @Override
    public void close() {
        tasks.stop();
    }
}
