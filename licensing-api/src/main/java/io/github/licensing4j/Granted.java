package io.github.licensing4j;

import java.util.List;

/**
 * A call that may pass, and what it holds until it is settled. Only a grant carries a {@link Reservation}.
 *
 * @param caller whom it was granted to
 * @param limits every limit that was looked at, in catalog order, as it stands with this call counted
 * @param notices what the caller should know although the call passes, such as {@code quota-80}
 * @param reservation what the call holds; its {@code settle} is due exactly once
 */
public record Granted(Identified caller, List<LimitStatus> limits, List<String> notices, Reservation reservation)
        implements Decision {
    public Granted {
        limits = List.copyOf(limits);
        notices = List.copyOf(notices);
    }
}
