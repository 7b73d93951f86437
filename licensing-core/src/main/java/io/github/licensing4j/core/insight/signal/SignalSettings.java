package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.LicensingException;

/**
 * Sets from which amounts on signals are found.
 *
 * @param networks different networks of one credential in an hour, 2 to 64
 * @param devices different devices of one credential in an hour, 2 to 64
 * @param badCredentials different invalid credentials from one network in an hour, 2 to 64
 * @param endpoints different endpoints in an hour that a license is refused and was not before, from 2
 * @param paths different paths in an hour that are missing, 2 to 64
 * @param burstFactor how many times the usual units of an hour are a burst, from 2
 * @param burstCalls the least calls of an hour that can be a burst, from 1
 * @param silenceCalls the least calls of the last eight weeks without which a license cannot become silent, from 1
 * @param refusedDays the least days of the last 14 on which something is refused repeatedly, 1 to 14
 * @param refusedCalls the least refused calls of these days, from 1
 */
public record SignalSettings(
        int networks,
        int devices,
        int badCredentials,
        int endpoints,
        int paths,
        int burstFactor,
        int burstCalls,
        int silenceCalls,
        int refusedDays,
        int refusedCalls) {
    /** Nodes remember no more values of a subject in an hour. */
    private static final int MOST_VALUES = 64;

    private static final int ANY = Integer.MAX_VALUE;
    private static final SignalSettings DEFAULTS = new SignalSettings(8, 4, 20, 20, 50, 4, 100, 100, 3, 20);

    public SignalSettings {
        check("networks", networks, 2, MOST_VALUES);
        check("devices", devices, 2, MOST_VALUES);
        check("bad-credentials", badCredentials, 2, MOST_VALUES);
        check("endpoints", endpoints, 2, ANY);
        check("paths", paths, 2, MOST_VALUES);
        check("burst-factor", burstFactor, 2, ANY);
        check("burst-calls", burstCalls, 1, ANY);
        check("silence-calls", silenceCalls, 1, ANY);
        check("refused-days", refusedDays, 1, RefusedDays.DAYS);
        check("refused-calls", refusedCalls, 1, ANY);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new LicensingException("licensing.insight.signals." + name + ": got " + value + ", expected "
                    + (most == ANY ? least + " or more" : "from " + least + " to " + most));
        }
    }

    /**
     * Returns the defaults: 8 networks and 4 devices; 20 invalid credentials; 20 endpoints or 50 paths; 4 times the usual units and 100
     * calls; 100 calls before a silence; refused on 3 of 14 days and 20 times.
     */
    public static SignalSettings defaults() {
        return DEFAULTS;
    }
}
