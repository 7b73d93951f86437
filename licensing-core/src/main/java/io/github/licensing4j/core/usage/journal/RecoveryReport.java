package io.github.licensing4j.core.usage.journal;

import java.time.Instant;
import java.util.List;

/**
 * What was found as a journal was opened.
 *
 * @param epochs earlier runs whose calls are on disk, oldest first
 * @param calls how many calls can be read
 * @param damages every place that could not be read; each is found again as long as its segment is kept
 * @param highWater the latest instant of a call that this journal ever held, the epoch if none
 */
public record RecoveryReport(List<EpochRange> epochs, long calls, List<Damage> damages, Instant highWater) {
    public RecoveryReport {
        epochs = List.copyOf(epochs);
        damages = List.copyOf(damages);
    }

    /** Calls that are certainly lost. */
    public long lostAtLeast() {
        return damages.stream().mapToLong(Damage::lostAtLeast).sum();
    }

    /** Calls that may be lost. */
    public long lostAtMost() {
        return damages.stream().mapToLong(Damage::lostAtMost).sum();
    }
}
