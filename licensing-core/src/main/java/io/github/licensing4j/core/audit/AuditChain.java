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
 * The end of this node's chain, from which the next entries are made. Entries count from the moment they are stored: {@link
 * #stored} moves the end on. Not safe for use by many threads; its owner's lock guards it.
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

    /** What is to be entered. */
    public record AuditAction(
            String actor,
            String action,
            @Nullable String license,
            @Nullable String subject,
            @Nullable String reason,
            Map<String, String> details) {}

    /**
     * Takes up the chain where the log ends.
     *
     * @throws LicensingException if its last entry was made with another key, or is not as it was written: what would be
     *     entered after it could never be proven
     */
    public AuditChain(String name, AuditLog log, AuditKey key) {
        this(name, log, key, Set.of());
    }

    /**
     * The same, with losses that are accepted once.
     *
     * @param acceptedLosses the ends that the database may lack, as the message that refuses the start names them
     * @throws LicensingException also if the database lacks the end of a chain that is known beside the key
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
     * Refuses a database that lacks the end of a chain that is known beside the key. It writes nothing, so it comes before anything
     * that does.
     *
     * @param acceptedLosses the ends that it may lack
     * @return whether it lacks some that are accepted
     * @throws LicensingException with the ways out
     */
    public static boolean requireKnownEnds(AuditLog log, AuditKey key, Set<String> acceptedLosses) {
        return !new AuditHeads(log, key).require(acceptedLosses).isEmpty();
    }

    /** What is to be entered of losses that were accepted at this start. */
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

    /** Writes the present end beside the key, and those of the chains of other nodes. */
    public void keepHead() {
        heads.keep(head(), heads.others(name));
    }

    /** The same, only where another node has done more than serve traffic since then. */
    public void keepHeadsOfOthers() {
        if (heads.hasActsOfOthers(name)) {
            keepHead();
        }
    }

    /** Why the end is not kept beside the key, null if it is. */
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

    /** Takes up the chain where the log ends now, after somebody else has written to it. */
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

    /** Entries for acts, in their order, after all that are stored. */
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
            // Entries of traffic are many and take nothing back; the end is kept once a minute anyway.
            if (!areTraffic(entries)) {
                heads.keep(head(), List.of());
            }
        }
    }

    static boolean areTraffic(List<AuditEntry> entries) {
        return entries.stream().map(AuditEntry::action).allMatch(FREQUENT::contains);
    }

    /** The last entry, by its number and code: what to compare a copy of the log with. */
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
     * Removes entries that are older than an instant, and leaves a checkpoint in their place. The last entry always stays.
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
