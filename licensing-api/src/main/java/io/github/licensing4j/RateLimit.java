package io.github.licensing4j;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket, or several that must all have the permits of a call.
 *
 * @param name the limit's name
 * @param meter the meter whose units are taken, null to take one permit for each call
 * @param bands at least one; a call passes when every band has the permits, and then takes them from every band
 */
public record RateLimit(String name, @Nullable String meter, List<Band> bands) implements Limit {
    public RateLimit {
        bands = List.copyOf(bands);
        if (bands.isEmpty()) {
            throw new IllegalArgumentException("rate limit '" + name + "' needs at least one band");
        }
    }

    @Override
    public Kind kind() {
        return Kind.RATE;
    }

    /**
     * One token bucket.
     *
     * @param permits how many are refilled, spread evenly, every {@code per}; 1 or more
     * @param per how long refilling {@code permits} takes; more than zero
     * @param burst how many the bucket holds, and starts with; 1 or more
     */
    public record Band(long permits, Duration per, long burst) {
        public Band {
            if (permits < 1 || burst < 1 || per.isNegative() || per.isZero()) {
                throw new IllegalArgumentException("a band needs permits, per and burst above zero, got permits="
                        + permits + ", per=" + per + ", burst=" + burst);
            }
        }
    }
}
