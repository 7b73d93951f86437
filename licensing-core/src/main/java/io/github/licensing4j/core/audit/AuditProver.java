package io.github.licensing4j.core.audit;

import io.github.licensing4j.admin.AuditTrail.BrokenEntry;
import io.github.licensing4j.admin.AuditTrail.Verification;
import io.github.licensing4j.core.audit.AuditChain.Head;
import io.github.licensing4j.spi.AuditCheckpoint;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.AuditLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Verifies that no entry was changed, removed, added or moved without the key. */
public final class AuditProver {
    private static final int BATCH = 1_000;

    private final AuditLog log;
    private final AuditCodes codes;
    private final KnownHead known;
    private final AuditHeads heads;

    public AuditProver(AuditLog log, AuditKey key) {
        this.log = log;
        this.codes = new AuditCodes(key);
        this.known = key.known();
        this.heads = new AuditHeads(log, key);
    }

    /**
     * Verifies every chain. Entries that come meanwhile may or may not be included.
     *
     * @param present the end of the chain this process writes, as this process last wrote it: it reveals a truncated or
     *     deleted log
     */
    public Verification prove(Head present) {
        List<Head> known = new ArrayList<>(List.of(present));
        known.addAll(this.known.all());
        Set<String> chains = new TreeSet<>(log.chains());
        known.stream().filter(head -> head.seq() > 0).forEach(head -> chains.add(head.chain()));
        long entries = 0;
        for (String chain : chains) {
            Walk walk = new Walk(
                    chain,
                    known.stream().filter(head -> head.chain().equals(chain)).toList());
            BrokenEntry brokenEntry = walk.run();
            entries += walk.entries;
            if (brokenEntry != null) {
                return new Verification(entries, Optional.of(brokenEntry));
            }
        }
        return new Verification(entries, Optional.empty());
    }

    /** Verifies one chain. */
    private final class Walk {
        private final String chain;
        private final List<Head> known;
        private long seq;
        private String code = AuditCodes.NONE;
        private long entries;

        Walk(String chain, List<Head> known) {
            this.chain = chain;
            this.known = known;
        }

        @Nullable
        BrokenEntry run() {
            BrokenEntry brokenEntry = takeUpAtCheckpoint();
            List<AuditEntry> batch = log.chain(chain, seq + 1, BATCH);
            while (brokenEntry == null && !batch.isEmpty()) {
                brokenEntry = check(batch);
                batch = log.chain(chain, seq + 1, BATCH);
            }
            boolean isCut = known.stream().anyMatch(head -> head.seq() > seq);
            return brokenEntry == null && isCut
                    ? new BrokenEntry(chain, seq + 1, "the end of the chain is missing. " + heads.remedy(chain))
                    : brokenEntry;
        }

        private @Nullable BrokenEntry check(List<AuditEntry> batch) {
            for (AuditEntry entry : batch) {
                if (entry.seq() != seq + 1) {
                    return isPrunedMeanwhile()
                            ? takeUpAtCheckpoint()
                            : new BrokenEntry(chain, seq + 1, "the entry is missing");
                }
                if (!AuditCodes.same(codes.of(entry, code), entry.code())
                        || known.stream().anyMatch(head -> isAnother(head, entry))) {
                    return new BrokenEntry(chain, entry.seq(), "the entry is not as it was written");
                }
                seq = entry.seq();
                code = entry.code();
                entries++;
            }
            return null;
        }

        private static boolean isAnother(Head head, AuditEntry entry) {
            return head.seq() == entry.seq() && !AuditCodes.same(head.code(), entry.code());
        }

        private boolean isPrunedMeanwhile() {
            return log.checkpoint(chain)
                    .filter(checkpoint -> checkpoint.seq() > seq)
                    .isPresent();
        }

        /** Continues at the checkpoint of removed entries, if there is one. */
        private @Nullable BrokenEntry takeUpAtCheckpoint() {
            Optional<AuditCheckpoint> checkpoint = log.checkpoint(chain);
            if (checkpoint.isEmpty()) {
                return null;
            }
            if (!codes.isSealed(checkpoint.get())) {
                return new BrokenEntry(chain, checkpoint.get().seq(), "the checkpoint is not as it was written");
            }
            seq = checkpoint.get().seq();
            code = checkpoint.get().code();
            return null;
        }
    }
}
