package io.github.licensing4j.core.admin;

import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Executes changes of a file beside the store. The two cannot change atomically, so each such change has two audit
 * entries: one before, that it has begun, and one after, with its result. A process that dies in between leaves an
 * entry of a begun change, never a change without an entry.
 */
final class FileActs {
    private final AdminTransactions adminTransactions;

    FileActs(AdminTransactions adminTransactions) {
        this.adminTransactions = adminTransactions;
    }

    /**
     * Changes the file between two entries.
     *
     * @param begun the change about to be made, with the action it will have if it succeeds
     * @param change changes the file, as a whole or not at all
     * @param done further details afterwards, by name
     */
    <T> T carryOut(AuditAction begun, Supplier<T> change, Function<T, Map<String, String>> done) {
        return adminTransactions.exclusively(() -> {
            enter(begun, begun.action() + "-begun", Map.of());
            T result;
            try {
                result = change.get();
            } catch (RuntimeException e) {
                enterFailure(begun, e);
                throw e;
            }
            enter(begun, begun.action(), done.apply(result));
            return result;
        });
    }

    private void enterFailure(AuditAction begun, RuntimeException cause) {
        try {
            enter(begun, begun.action() + "-failed", Map.of());
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private void enter(AuditAction begun, String action, Map<String, String> more) {
        Map<String, String> details = new HashMap<>(begun.details());
        details.putAll(more);
        adminTransactions.carryOut(pendingChange -> pendingChange.act(
                new AuditAction(begun.actor(), action, begun.license(), begun.subject(), begun.reason(), details)));
    }
}
