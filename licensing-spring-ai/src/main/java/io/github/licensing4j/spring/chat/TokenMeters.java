package io.github.licensing4j.spring.chat;

import io.github.licensing4j.Charge;
import io.github.licensing4j.ChargeOn;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.Reservation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The meters that tokens are charged to.
 *
 * @param input null if input tokens are not charged
 * @param output null if output tokens are not charged; may be that of the input
 */
record TokenMeters(@Nullable String input, @Nullable String output) {

    /** Returns the requirement that reserves tokens. They are charged whatever becomes of the call: the model has used them. */
    Requirement reserving(long inputTokens, long outputTokens) {
        List<Charge> charges = byMeter(inputTokens, outputTokens).entrySet().stream()
                .map(meter -> new Charge(meter.getKey(), 0, meter.getValue(), ChargeOn.ATTEMPT))
                .toList();
        return new Requirement(List.of(), Set.of(), charges);
    }

    /** Charges the tokens of a call. */
    void charge(TokenUse use, Reservation reservation) {
        byMeter(use.input(), use.output()).forEach(reservation::charge);
    }

    private Map<String, Long> byMeter(long inputTokens, long outputTokens) {
        Map<String, Long> units = new LinkedHashMap<>();
        if (input != null) {
            units.merge(input, inputTokens, Long::sum);
        }
        if (output != null) {
            units.merge(output, outputTokens, Long::sum);
        }
        return units;
    }
}
