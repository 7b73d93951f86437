package io.github.licensing4j.core.credential;

import io.github.licensing4j.LicensingException;

/**
 * The settings of the limit for failed credentials.
 *
 * @param perMinute how many credentials of one address may fail within a minute; each one more is answered 429. From 0 to
 *     1,000,000, 0 for no limit; default 300
 * @param maxAddresses how many addresses are counted at the same time; failures of others are not counted. From 1 to 1,000,000;
 *     default 10,000
 */
public record FailedCredentialSettings(int perMinute, int maxAddresses) {
    private static final int MOST = 1_000_000;

    /** Checks the values. */
    public FailedCredentialSettings {
        if (perMinute < 0 || perMinute > MOST) {
            throw new LicensingException(
                    "an address may have " + perMinute + " failed credentials a minute: expected 0 to " + MOST);
        }
        if (maxAddresses < 1 || maxAddresses > MOST) {
            throw new LicensingException(
                    "failed credentials are counted for " + maxAddresses + " addresses: expected 1 to " + MOST);
        }
    }

    /** Returns the default settings. */
    public static FailedCredentialSettings defaults() {
        return new FailedCredentialSettings(300, 10_000);
    }
}
