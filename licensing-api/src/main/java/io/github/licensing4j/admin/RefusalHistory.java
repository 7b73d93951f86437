package io.github.licensing4j.admin;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.RefusalCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Returns the last refusals of each license, to find the reason of a decision id from a problem document. */
public interface RefusalHistory {

    /**
     * Returns the last refusals of a license that this node has decided since it started. They are kept in memory: each
     * node has its own, and a restart clears them.
     *
     * @throws NotFoundException if there is no such license
     */
    RecentRefusals of(String license);

    /**
     * The last refusals of a license.
     *
     * @param node the node that has decided them
     * @param since when the node started
     * @param refusals at most 20, newest first
     */
    record RecentRefusals(String node, Instant since, List<RecentRefusal> refusals) {
        public RecentRefusals {
            refusals = List.copyOf(refusals);
        }
    }

    /**
     * One refusal.
     *
     * @param decision the id of the decision, as the problem document has it
     * @param at when it was decided
     * @param code the reason
     * @param detail one sentence for people
     * @param plan the plan in force, null where the credential was refused before that was known
     * @param limit the name of the limit that refused, null unless the code is of a limit
     * @param mode whether the refusal was enforced, or would have been
     */
    record RecentRefusal(
            String decision,
            Instant at,
            RefusalCode code,
            String detail,
            @Nullable PlanId plan,
            @Nullable String limit,
            EnforcementMode mode) {}
}
