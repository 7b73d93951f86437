package io.github.licensing4j.admin;

import io.github.licensing4j.SignalKind;
import org.jspecify.annotations.Nullable;

/**
 * Selects signals.
 *
 * @param issuer whose licenses, null for the host's own
 * @param license the id of the license, null for all
 * @param kind the kind, null for all
 * @param open whether only those that have not ended
 * @param cursor where the page before ended, null for the first
 * @param max the maximum of signals, 1 to 1,000
 */
public record SignalFilter(
        @Nullable String issuer,
        @Nullable String license,
        @Nullable SignalKind kind,
        boolean open,
        @Nullable String cursor,
        int max) {
    private static final SignalFilter OPEN = new SignalFilter(null, null, null, true, null, 100);

    /** Selects the open signals of all licenses of the host, the first 100 of them. */
    public static SignalFilter allOpen() {
        return OPEN;
    }

    /** Selects the open signals of one license of the host. */
    public static SignalFilter openOf(String license) {
        return new SignalFilter(null, license, null, true, null, 100);
    }

    /** Returns this filter for the page after a cursor. */
    public SignalFilter page(@Nullable String after, int most) {
        return new SignalFilter(issuer, license, kind, open, after, most);
    }
}
