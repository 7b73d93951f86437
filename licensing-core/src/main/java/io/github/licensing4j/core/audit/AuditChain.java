package io.github.licensing4j.core.audit;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.spi.AuditCheckpoint;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.AuditLog;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Appends to this node's chain of audit entries. The end moves on only when entries are stored, by {@link #stored}. Not
 * safe for use by many threads; its owner's lock guards it.
 */
public final class AuditChain {
    private static final Set<String> FREQUENT = Set.of("token.exchanged", "token.minted", "calls.refused");

    private final String name;
    private final AuditLog log;
    private final AuditCodes codes;
    private final AuditHeads heads;
    private final List<Head> accepted;
    private long seq;
    private String code;

    /** The content of an entry to append. */
    public record AuditAction(
            String actor,
            String action,
            @Nullable String license,
            @Nullable String subject,
            @Nullable String reason,
            Map<String, String> details) {}

    /**
     * Continues the chain at the end of the log.
     *
     * @throws LicensingException if its last entry was written with another key, or was changed: entries after it could
     *     never be verified
     */
    public AuditChain(String name, AuditLog log, AuditKey key) {
        this(name, log, key, Set.of());
    }

    /**
     * Continues the chain, with losses that are accepted once.
     *
     * @param acceptedLosses the ends that the database may lack, as the message of the refused start names them
     * @throws LicensingException also if the database lacks the end of a chain that is stored beside the key
     */
    public AuditChain(String name, AuditLog log, AuditKey key, Set<String> acceptedLosses) {
        this.name = name;
        this.log = log;
        this.codes = new AuditCodes(key);
        this.code = AuditCodes.NONE;
        this.heads = new AuditHeads(log, key);
        takeUp();
        this.accepted = heads.check(name, acceptedLosses);
        log.last(name).ifPresent(this::checkKey);
        if (accepted.isEmpty()) {
            keepHead();
        }
    }

    /**
     * Refuses a database that lacks the end of a chain that is stored beside the key. It writes nothing, so it comes
     * before anything that does.
     *
     * @param acceptedLosses the ends that it may lack
     * @return whether it lacks some that are accepted
     * @throws LicensingException with the possible remedies
     */
    public static boolean requireKnownEnds(AuditLog log, AuditKey key, Set<String> acceptedLosses) {
        return !new AuditHeads(log, key).require(acceptedLosses).isEmpty();
    }

    /** Returns the entries to append about losses that were accepted at this start. */
    public List<AuditAction> acceptedLosses() {
        return accepted.stream()
                .map(lost -> new AuditAction(
                        "startup",
                        "store.loss-accepted",
                        null,
                        lost.chain(),
                        "licensing.store.accept-loss",
                        Map.of("lostEnd", lost.seq() + ":" + lost.code(), "databaseEnd", seq + ":" + code)))
                .toList();
    }

    /** Writes the current end beside the key, and those of the chains of other nodes. */
    public void keepHead() {
        heads.keep(head(), heads.others(name));
    }

    /** Writes the ends only if another node has changed more than traffic counts since then. */
    public void keepHeadsOfOthers() {
        if (heads.hasActsOfOthers(name)) {
            keepHead();
        }
    }

    /** Returns why the end cannot be written beside the key, null if it can. */
    public @Nullable String problem() {
        return heads.problem();
    }

    private void checkKey(AuditEntry last) {
        String before = log.chain(name, last.seq() - 1, 1).stream()
                .filter(entry -> entry.seq() == last.seq() - 1)
                .map(AuditEntry::code)
                .findFirst()
                .or(() -> log.checkpoint(name).map(AuditCheckpoint::code))
                .orElse(AuditCodes.NONE);
        if (!AuditCodes.same(codes.of(last, before), last.code())) {
            throw new LicensingException("the audit log of node '" + name + "' ends with entry " + last.seq()
                    + ", which was not written with this audit key: expected the key file that it was started with before."
                    + " Bring that back, or give this node a name that no other has");
        }
    }

    /** Continues at the present end of the log, after another process has appended to the chain. */
    public void takeUp() {
        Optional<AuditEntry> last = log.last(name);
        Optional<AuditCheckpoint> checkpoint = log.checkpoint(name);
        seq = last.map(AuditEntry::seq)
                .or(() -> checkpoint.map(AuditCheckpoint::seq))
                .orElse(0L);
        code = last.map(AuditEntry::code)
                .or(() -> checkpoint.map(AuditCheckpoint::code))
                .orElse(AuditCodes.NONE);
    }

    /** Creates entries for changes, in their order, after all stored entries. */
    public List<AuditEntry> next(List<AuditAction> acts, Instant now) {
        List<AuditEntry> entries = new ArrayList<>(acts.size());
        String before = code;
        long number = seq;
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        for (AuditAction auditAction : acts) {
            AuditEntry open = new AuditEntry(
                    name,
                    ++number,
                    at,
                    auditAction.actor(),
                    auditAction.action(),
                    auditAction.license(),
                    auditAction.subject(),
                    auditAction.reason(),
                    auditAction.details(),
                    "");
            before = codes.of(open, before);
            entries.add(new AuditEntry(
                    open.chain(),
                    open.seq(),
                    open.at(),
                    open.actor(),
                    open.action(),
                    open.license(),
                    open.subject(),
                    open.reason(),
                    open.details(),
                    before));
        }
        return entries;
    }

    /** Moves the end on, after these entries were stored. */
    public void stored(List<AuditEntry> entries) {
        if (!entries.isEmpty()) {
            AuditEntry last = entries.get(entries.size() - 1);
            seq = last.seq();
            code = last.code();
            // Entries about traffic are frequent and revoke nothing; the end is written once a minute anyway.
            if (!areTraffic(entries)) {
                heads.keep(head(), List.of());
            }
        }
    }

    static boolean areTraffic(List<AuditEntry> entries) {
        return entries.stream().map(AuditEntry::action).allMatch(FREQUENT::contains);
    }

    /** Returns the number and code of the last entry, to compare a copy of the log with. */
    public Head head() {
        return new Head(name, seq, code);
    }

    /**
     * The end of a chain at one time.
     *
     * @param chain the chain
     * @param seq the number of its last entry, 0 if it has none
     * @param code the code of that entry
     */
    public record Head(String chain, long seq, String code) {
        @Override
        public String toString() {
            return chain + ":" + seq + ":" + code;
        }
    }

    /**
     * Removes entries that are older than an instant, and replaces them by a checkpoint. The last entry always stays.
     *
     * @return how many were removed
     */
    public long prune(Instant before, Instant now) {
        long removed = 0;
        AuditEntry last = null;
        long from = log.checkpoint(name).map(AuditCheckpoint::seq).orElse(0L) + 1;
        List<AuditEntry> batch;
        do {
            batch = log.chain(name, from, 1_000);
            for (AuditEntry entry : batch) {
                if (!entry.at().isBefore(before) || entry.seq() == seq) {
                    batch = List.of();
                    break;
                }
                last = entry;
                removed++;
                from = entry.seq() + 1;
            }
        } while (!batch.isEmpty());
        if (last != null) {
            Instant at = now.truncatedTo(ChronoUnit.MILLIS);
            log.prune(new AuditCheckpoint(
                    name, last.seq(), last.code(), at, codes.sealOf(name, last.seq(), last.code(), at)));
        }
        return removed;
    }
}
