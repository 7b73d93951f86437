package io.github.licensing4j.core;

import io.github.licensing4j.Health;
import io.github.licensing4j.Health.Status;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.schedule.Component;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.core.schedule.TaskQueue;
import io.github.licensing4j.core.usage.Usage;
import io.github.licensing4j.core.usage.UsageSettings;
import io.github.licensing4j.core.usage.journal.JournalFindings;
import io.github.licensing4j.core.usage.journal.JournalMeters;
import io.github.licensing4j.core.usage.journal.JournalNode;
import io.github.licensing4j.core.usage.journal.JournalSettings;
import io.github.licensing4j.core.usage.journal.JournalStarts;
import io.github.licensing4j.spi.NodeClaim;
import io.github.licensing4j.spi.NodeRegistry;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the journals of dead nodes to the ledger, and ends the quota leases of these nodes. A node is dead if it was absent
 * for {@link AbsentNodes#AWAY} and its journal is not locked. Its name is claimed meanwhile, so that it cannot start in between. The
 * names of this node are never claimed or released. A journal with lost calls is read once and reported until its files change.
 */
final class JournalAdoption implements Component {
    private static final Logger log = LoggerFactory.getLogger(JournalAdoption.class);
    private static final Duration CHECKED_EVERY = Duration.ofSeconds(15);

    private final Setup setup;
    private final Schedule schedule;
    private final TaskQueue tasks;
    private final AbsentNodes absent;
    /** The problems that the last check found, by journal. */
    private final Map<Path, String> problems = new ConcurrentSkipListMap<>();

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
        this.absent = new AbsentNodes(setup.store.nodes(), setup.time);
    }

    @Override
    public void start() {
        tasks.every(CHECKED_EVERY, "adopt the journals of dead nodes", this::adopt);
    }

    /** Adopts the journal of every dead node; one that fails does not keep the others from it. */
    void adopt() {
        List<Path> journals = journals();
        Set<String> names = new HashSet<>();
        for (Path journal : journals) {
            try {
                JournalNode.known(journal).ifPresent(name -> {
                    names.add(name);
                    adopt(journal, name);
                });
                JournalFindings.known(journal)
                        .ifPresentOrElse(found -> report(journal, found, null), () -> problems.remove(journal));
            } catch (LicensingException e) {
                report(journal, e.getMessage() + "; it is tried again", e);
            }
        }
        absent.retain(names);
        problems.keySet().retainAll(journals);
    }

    private void report(Path journal, String problem, @Nullable LicensingException cause) {
        if (!problem.equals(problems.put(journal, problem))) {
            log.warn("The usage journal in {}: {}", journal, problem, cause);
        }
    }

    /** Adopts every journal again, because the database may have lost what was adopted before. */
    static void adoptAgain(Path directory, Path own) {
        journals(directory, own).forEach(JournalStarts::forgetAdopted);
    }

    private List<Path> journals() {
        return journals(setup.directory, setup.journal().directory());
    }

    private static List<Path> journals(Path directory, Path configured) {
        try (Stream<Path> all = Files.list(directory)) {
            Path own = Files.exists(configured) ? configured.toRealPath() : configured;
            List<Path> journals = new ArrayList<>();
            for (Path journal : all.filter(Files::isDirectory).sorted().toList()) {
                if (!journal.toRealPath().equals(own)) {
                    journals.add(journal.toAbsolutePath());
                }
            }
            return journals;
        } catch (IOException e) {
            throw new LicensingException(
                    "licensing.usage.adopt-journals: the directory '" + directory + "' cannot be read: " + e, e);
        }
    }

    private void adopt(Path journal, String node) {
        if (isDone(journal)) {
            return;
        }
        NodeIdentity own = setup.identity;
        if (node.equals(own.name()) || node.equals(own.ledgerName())) {
            throw new LicensingException("it has the name of this node, '" + node
                    + "'; expected a journal of another node, or that this directory is moved away");
        }
        if (!absent.isAway(node)) {
            return;
        }
        NodeRegistry nodes = setup.store.nodes();
        if (nodes.claim(new NodeClaim(node, own.process(), null, NodeMembership.SILENCE))
                .isPresent()) {
            return;
        }
        try {
            // Another node may have read it since it was looked at.
            if (!isDone(journal)) {
                read(journal, node);
            }
        } finally {
            nodes.release(node, own.process());
        }
    }

    private static boolean isDone(Path journal) {
        return JournalStarts.isAdopted(journal)
                || JournalFindings.known(journal).isPresent();
    }

    private void read(Path journal, String node) {
        String found = ship(journal, node);
        if (!found.isEmpty()) {
            JournalFindings.note(journal, found);
        }
    }

    /**
     * Returns what was found, empty if every call is in the ledger.
     *
     * @throws LicensingException if the journal is locked: its process lives, though the store has not seen it
     */
    private String ship(Path journal, String node) {
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
            String found = String.join("; ", usage.findings());
            if (!usage.isRecovered() || !usage.isUndamaged()) {
                return "calls of node '" + node
                        + "' are missing: what can be read is in the ledger, and what the node has"
                        + " leased stays stranded until the periods end: " + found;
            }
            adopted(journal, usage.source());
            return found.isEmpty() ? "" : "calls of node '" + node + "' may have been cut off: " + found;
        } finally {
            usage.close();
        }
    }

    private void adopted(Path journal, UsageSource last) {
        long released = setup.store.leases().releaseBefore(last);
        JournalStarts.noteAdopted(journal);
        adopted.incrementAndGet();
        log.info(
                "The usage of dead node '{}' is in the ledger, from its journal in {}; {} leased units are released",
                last.node(),
                journal,
                released);
    }

    @Override
    public Health.Component health() {
        Map<Path, String> found = Map.copyOf(problems);
        String done = "watches '" + setup.directory + "', adopted " + adopted + " journals of dead nodes";
        return tasks.with(
                found.isEmpty()
                        ? new Health.Component("journal-adoption", Status.UP, done)
                        : new Health.Component(
                                "journal-adoption", Status.DEGRADED, done + "; not adopted, or not whole: " + found));
    }

    @Override
    public void close() {
        tasks.stop();
    }
}
