package io.github.licensing4j;

import java.util.List;
import java.util.Set;

/**
 * A call that may pass, with the reservation it holds until it is settled.
 *
 * @param caller whom it was granted to
 * @param limits every limit that was evaluated, in catalog order, with this call counted
 * @param notices what the caller should know although the call passes, such as {@code quota-80}
 * @param measures what the host must measure of the call and report in its {@link Outcome}, under the catalog the call was
 *     decided by; never {@link Measure#WALL_TIME}
 * @param reservation what the call holds; {@code settle} must be called exactly once
 */
public record Granted(
        Identified caller,
        List<LimitStatus> limits,
        List<String> notices,
        Set<Measure> measures,
        Reservation reservation)
        implements Decision {
    public Granted {
        limits = List.copyOf(limits);
        notices = List.copyOf(notices);
        measures = Set.copyOf(measures);
    }
}
