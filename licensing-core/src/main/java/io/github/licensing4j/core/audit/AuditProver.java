package io.github.licensing4j.core.audit;

import io.github.licensing4j.admin.AuditTrail.Broken;
import io.github.licensing4j.admin.AuditTrail.Proof;
import io.github.licensing4j.spi.AuditCheckpoint;
import io.github.licensing4j.spi.AuditEntry;
import io.github.licensing4j.spi.AuditLog;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks that no entry was changed, removed, added or moved by anybody who does not hold the key. */
public final class AuditProver {
    private static final int BATCH = 1_000;

    private final AuditLog log;
    private final AuditCodes codes;

    public AuditProver(AuditLog log, AuditKey key) {
        this.log = log;
        this.codes = new AuditCodes(key);
    }

    /**
     * Checks every chain.
     *
     * @param head the end of the chain this process writes, as it knows it itself: a cut tail is found by it
     */
    public Proof prove(String head) {
        long entries = 0;
        for (String chain : log.chains()) {
            Walk walk = new Walk(chain);
            Broken broken = walk.run();
            entries += walk.entries;
            if (broken == null && head.startsWith(chain + ":") && !head.equals(walk.end())) {
                broken = new Broken(chain, walk.seq + 1, "the end of the chain is missing");
            }
            if (broken != null) {
                return new Proof(entries, Optional.of(broken));
            }
        }
        return new Proof(entries, Optional.empty());
    }

    /** One way along one chain. */
    private final class Walk {
        private final String chain;
        private long seq;
        private String code = AuditCodes.NONE;
        private long entries;

        Walk(String chain) {
            this.chain = chain;
        }

        @Nullable
        Broken run() {
            Optional<AuditCheckpoint> checkpoint = log.checkpoint(chain);
            if (checkpoint.isPresent()) {
                if (!codes.isSealed(checkpoint.get())) {
                    return new Broken(chain, checkpoint.get().seq(), "the checkpoint is not as it was written");
                }
                seq = checkpoint.get().seq();
                code = checkpoint.get().code();
            }
            List<AuditEntry> batch;
            do {
                batch = log.chain(chain, seq + 1, BATCH);
                for (AuditEntry entry : batch) {
                    if (entry.seq() != seq + 1) {
                        return new Broken(chain, seq + 1, "the entry is missing");
                    }
                    if (!AuditCodes.same(codes.of(entry, code), entry.code())) {
                        return new Broken(chain, entry.seq(), "the entry is not as it was written");
                    }
                    seq = entry.seq();
                    code = entry.code();
                    entries++;
                }
            } while (!batch.isEmpty());
            return null;
        }

        String end() {
            return chain + ":" + seq + ":" + code;
        }
    }
}
