package io.github.licensing4j.core.admin;

import io.github.licensing4j.core.audit.AuditChain.Act;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Acts that change a file beside the store. Two places cannot change as one, so each such act is entered twice: before, that
 * it is begun, and after, how it ended. A process that dies in between leaves an act that was begun, never a change that
 * nobody entered.
 */
final class FileActs {
    private final Registrar registrar;

    FileActs(Registrar registrar) {
        this.registrar = registrar;
    }

    /**
     * Changes the file between two entries.
     *
     * @param begun what is about to be done, with the action it will have if it is
     * @param change changes the file, as a whole or not at all
     * @param done what else is known afterwards, by the name of the detail
     */
    <T> T carryOut(Act begun, Supplier<T> change, Function<T, Map<String, String>> done) {
        return registrar.exclusively(() -> {
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

    private void enterFailure(Act begun, RuntimeException cause) {
        try {
            enter(begun, begun.action() + "-failed", Map.of());
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private void enter(Act begun, String action, Map<String, String> more) {
        Map<String, String> details = new HashMap<>(begun.details());
        details.putAll(more);
        registrar.carryOut(draft ->
                draft.act(new Act(begun.actor(), action, begun.license(), begun.subject(), begun.reason(), details)));
    }
}
