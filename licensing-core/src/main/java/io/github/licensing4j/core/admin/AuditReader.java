package io.github.licensing4j.core.admin;

import io.github.licensing4j.Page;
import io.github.licensing4j.admin.AuditEntryView;
import io.github.licensing4j.admin.AuditTrail;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.core.audit.AuditChain.Head;
import io.github.licensing4j.core.audit.AuditProver;
import io.github.licensing4j.spi.AuditLog;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the audit log for administrators. */
final class AuditReader implements AuditTrail {
    private static final int MAX_PAGE = 1_000;

    private final AuditLog log;
    private final AuditProver prover;
    private final Supplier<Head> head;
    private final Runnable enterCounts;

    /**
     * @param head the end of the chain that this process writes
     * @param enterCounts writes pending counts into the log
     */
    AuditReader(AuditLog log, AuditProver prover, Supplier<Head> head, Runnable enterCounts) {
        this.log = log;
        this.prover = prover;
        this.head = head;
        this.enterCounts = enterCounts;
    }

    @Override
    public Page<AuditEntryView> read(@Nullable String license, @Nullable String cursor, int max) {
        if (max < 1 || max > MAX_PAGE) {
            throw new InvalidFieldException("limit", "expected 1 to " + MAX_PAGE);
        }
        if (cursor != null && !cursor.matches("[0-9]{1,18}")) {
            throw new InvalidFieldException("cursor", "expected the 'next' of a page before");
        }
        enterCounts.run();
        return log.read(license, cursor, max).map(AdminViews::auditEntry);
    }

    @Override
    public Verification verify() {
        // Read first: entries that come meanwhile are beyond it, and are not missed.
        Head known = head.get();
        return prover.prove(known);
    }
}
