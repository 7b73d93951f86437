package io.github.licensing4j.spi;

/**
 * A value that the calls of a subject had in an hour. Each is stored once, whatever the number of calls and nodes.
 *
 * @param hourMillis the first epoch millisecond of the hour, in UTC
 * @param kind what the value is
 * @param issuer the issuer of the license, or the host's own
 * @param license the id of the license, empty if there is none
 * @param subject the id of the credential, or the network
 * @param value a keyed hash of the value, which leads to nothing outside of the day and the installation
 */
public record OriginSighting(long hourMillis, Kind kind, String issuer, String license, String subject, long value) {

    /** The kinds of values. */
    public enum Kind {
        /** The networks that calls with a credential came from: /24 of IPv4, /48 of IPv6. */
        NETWORK,
        /** The devices and user agents of calls with a credential. */
        DEVICE,
        /** The credentials that were refused to a network. */
        BAD_CREDENTIAL,
        /** The paths that were answered 404 to a license. */
        MISSING_PATH
    }

    /**
     * The number of different values of a subject in one hour.
     *
     * @param hourMillis the first epoch millisecond of the hour, in UTC
     * @param license the id of the license, empty if there is none
     * @param subject the id of the credential, or the network
     * @param values how many
     */
    public record Count(long hourMillis, String license, String subject, long values) {}
}
