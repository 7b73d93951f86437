package io.github.licensing4j.core.audit;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.audit.AuditChain.Head;
import io.github.licensing4j.spi.AuditCheckpoint;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.AuditLog;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the audit log in the database with the ends of its chains that are stored outside of it. Safe for use by
 * many threads.
 */
final class AuditHeads {
    private static final Logger logger = LoggerFactory.getLogger(AuditChain.class);
    private static final int SHOWN_CODE = 12;
    private static final int MOST_LATER = 100;
    /** The form of the name of a lost end; other losses that the setting accepts have other names. */
    private static final Pattern LOST_END = Pattern.compile(".+:[0-9]+:[0-9a-f]{12}");

    private final AuditLog log;
    private final AuditCodes codes;
    private final KnownHead known;
    private volatile @Nullable String problem;

    AuditHeads(AuditLog log, AuditKey key) {
        this.log = log;
        this.codes = new AuditCodes(key);
        this.known = key.known();
    }

    /** Returns the ends that the database lacks: it is older than they are, or another one. */
    List<Head> missing() {
        return known.all().stream().filter(head -> !isIn(head)).toList();
    }

    /**
     * Refuses a database that lacks an end, unless the loss of just that end is accepted.
     *
     * @param accepted the names of accepted losses, as named in the message
     * @return the accepted losses
     * @throws LicensingException with the possible remedies
     */
    List<Head> require(Set<String> accepted) {
        List<Head> missing = missing();
        List<Head> refused =
                missing.stream().filter(head -> !accepted.contains(name(head))).toList();
        if (!refused.isEmpty()) {
            throw new LicensingException(refusal(refused));
        }
        return missing;
    }

    /**
     * Requires the same, and drops the accepted losses then.
     *
     * @param own the chain of this node
     */
    List<Head> check(String own, Set<String> accepted) {
        List<Head> missing = require(accepted);
        Set<String> lost = missing.stream().map(AuditHeads::name).collect(Collectors.toSet());
        accepted.stream()
                .filter(name -> LOST_END.matcher(name).matches() && !lost.contains(name))
                .forEach(name -> logger.warn(
                        "licensing.store.accept-loss names {}, which is not missing: the setting has no effect and can"
                                + " be removed",
                        name));
        if (known.isKeptOutside() && known.of(own).isEmpty() && log.last(own).isPresent()) {
            logger.warn(
                    "{} does not have the end of audit chain '{}', which the database has: whether the database is older than"
                            + " this node cannot be found at this start; keep that file, and restore it with the database",
                    known.location(),
                    own);
        }
        known.drop(missing);
        return missing;
    }

    private String refusal(List<Head> refused) {
        Head first = refused.get(0);
        long last = log.last(first.chain()).map(entry -> entry.seq()).orElse(0L);
        return "the database is older than this node, or another one: " + known.location() + " has entry "
                + first.seq() + " of audit chain '" + first.chain() + "', which the database lacks (it ends at "
                + (last == 0 ? "none" : last) + "). " + remedy(refused);
    }

    private static String remedy(List<Head> lost) {
        return "Changes made since are lost, so revoked tokens and keys would be accepted again. Restore the newer database"
                + " with its write-ahead log, see docs/backup.md; or accept the loss once with"
                + " licensing.store.accept-loss="
                + String.join(",", lost.stream().map(AuditHeads::name).toList())
                + " and revoke tokens issued before";
    }

    /** Returns the remedy for a broken chain. */
    String remedy(String chain) {
        List<Head> lost =
                missing().stream().filter(head -> head.chain().equals(chain)).toList();
        return lost.isEmpty() ? "Restore the database from before the change, see docs/backup.md" : remedy(lost);
    }

    /**
     * Returns the name of an end in the setting that accepts its loss: of that end only, so that it is accepted once.
     */
    private static String name(Head head) {
        return head.chain() + ":" + head.seq() + ":" + head.code().substring(0, SHOWN_CODE);
    }

    /**
     * Writes the current end through to the disk, unless the database lacks the stored one: that one proves the loss,
     * and stays. A failure is logged and reported by {@link #problem}, because the change is stored already.
     */
    void keep(Head present, List<Head> others) {
        try {
            Optional<Head> lost = Stream.concat(Stream.of(present), others.stream())
                    .flatMap(end -> known.of(end.chain()).stream())
                    .filter(end -> !isIn(end))
                    .findFirst();
            if (lost.isEmpty()) {
                known.keep(present, others);
                problem = null;
            } else {
                failed(
                        "the database lacks entries of audit chain '"
                                + lost.get().chain() + "'",
                        null);
            }
        } catch (RuntimeException e) {
            failed("the end of the audit log cannot be kept outside the database: " + e.getMessage(), e);
        }
    }

    /** Returns the ends of the chains of other nodes, to detect a database from before their changes too. */
    List<Head> others(String own) {
        return log.chains().stream()
                .filter(chain -> !chain.equals(own))
                .flatMap(chain -> log.last(chain).stream())
                .map(last -> new Head(last.chain(), last.seq(), last.code()))
                .toList();
    }

    /** Returns whether another node has changed more than traffic counts since its end was stored. */
    boolean hasActsOfOthers(String own) {
        return log.chains().stream().filter(chain -> !chain.equals(own)).anyMatch(this::hasActs);
    }

    private boolean hasActs(String chain) {
        long from = known.of(chain).map(Head::seq).orElse(0L) + 1;
        List<AuditEntry> later = log.chain(chain, from, MOST_LATER);
        return later.size() == MOST_LATER || !AuditChain.areTraffic(later);
    }

    private void failed(String what, @Nullable RuntimeException why) {
        if (problem == null) {
            logger.error("{}", what, why);
        }
        problem = what;
    }

    /** Returns why the end cannot be written, null if it can. */
    @Nullable
    String problem() {
        return problem;
    }

    private boolean isIn(Head head) {
        Optional<AuditCheckpoint> checkpoint = log.checkpoint(head.chain());
        return (checkpoint.isPresent() && checkpoint.get().seq() >= head.seq() && codes.isSealed(checkpoint.get()))
                || log.chain(head.chain(), head.seq(), 1).stream()
                        .anyMatch(entry -> entry.seq() == head.seq() && AuditCodes.same(entry.code(), head.code()));
    }
}
