package io.github.licensing4j.core.usage.journal;

import java.time.Instant;
import java.util.List;

/**
 * The result of recovering a journal.
 *
 * @param epochs earlier runs whose calls are on disk, oldest first
 * @param calls how many calls can be read
 * @param damages every part that could not be read; reported again at each start while its segment is kept
 * @param highWater the latest instant of a call in this journal so far, the epoch if none
 */
public record RecoveryReport(List<EpochRange> epochs, long calls, List<Damage> damages, Instant highWater) {
    public RecoveryReport {
        epochs = List.copyOf(epochs);
        damages = List.copyOf(damages);
    }

    /** Returns how many calls are certainly lost. */
    public long lostAtLeast() {
        return damages.stream().mapToLong(Damage::lostAtLeast).sum();
    }

    /** Returns how many calls may be lost. */
    public long lostAtMost() {
        return damages.stream().mapToLong(Damage::lostAtMost).sum();
    }
}
