package io.github.licensing4j.admin;

import io.github.licensing4j.Money;
import io.github.licensing4j.Page;
import io.github.licensing4j.PlanId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Moves many licenses from one plan version to another, with a preview, and moves them back. Each license is changed by the
 * rules of {@link Licenses#changePlan}, in a transaction of its own and with an audit entry. A moved license names its move
 * among its names in other systems, as {@value #MOVE} and {@value #REVISION}.
 */
public interface PlanMoves {
    /** The system under which a moved license names its move. */
    String MOVE = "plan-move";

    /** The system under which a moved license names its revision right after the move. */
    String REVISION = "plan-move-revision";

    /** The most licenses that one request moves. */
    int MOST = 10_000;

    /**
     * Returns what a move would change, in the order of ids. Changes nothing.
     *
     * @param cursor where the page before ended, null for the first page
     * @param max how many licenses at most, 1 to 1,000
     */
    Page<Candidate> preview(Move move, @Nullable String cursor, int max);

    /** Moves the licenses that can be moved. What it left because of its maximum is moved by the same request again. */
    Result run(Move move, AdminContext by);

    /**
     * Moves licenses back that have not been changed since they were moved: to the plan version before, by the same rules as
     * they were moved, or by taking back a change of plan that is still due.
     *
     * @throws NotFoundException if no license names the move
     */
    Result undo(String moveId, AdminContext by);

    /**
     * The licenses to move, and how.
     *
     * @param from the plan version in force; licenses on trial or with a change of plan that is due are left
     * @param change the new plan version, when it takes effect, and what becomes of the usage
     * @param customers of which customers, empty for all; at most 1,000
     * @param percent the part of these customers, 0 to 100. By a stable hash, so that a larger part contains a smaller one
     * @param max how many licenses at most, 1 to {@value #MOST}
     */
    record Move(PlanId from, PlanChangeRequest change, Set<String> customers, int percent, int max) {
        public Move {
            customers = Set.copyOf(customers);
        }
    }

    /**
     * A license that a move selects.
     *
     * @param license its id
     * @param customer its customer
     * @param at when the new plan version would be in force, null if it cannot be moved
     * @param priceBefore its price for a billing period, null if it has none
     * @param priceAfter its price after the move, null if it has none
     * @param problem why it cannot be moved, null if it can
     */
    record Candidate(
            String license,
            String customer,
            @Nullable Instant at,
            @Nullable Money priceBefore,
            @Nullable Money priceAfter,
            @Nullable String problem) {}

    /**
     * The result of a move, or of taking it back.
     *
     * @param moveId the id of the move
     * @param changed how many licenses were changed
     * @param skipped licenses that were not, with the reason; the first 100
     * @param leftOut how many further licenses were not changed
     * @param isComplete whether no more licenses are to be changed by the same request
     */
    record Result(String moveId, int changed, List<Skipped> skipped, int leftOut, boolean isComplete) {
        public Result {
            skipped = List.copyOf(skipped);
        }
    }

    /** A license that was not changed, with the reason. */
    record Skipped(String license, String problem) {}
}
