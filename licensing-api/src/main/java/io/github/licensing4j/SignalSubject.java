package io.github.licensing4j;

/**
 * The subject of a signal.
 *
 * @param issuer the issuer of the license, or the host's own
 * @param license the id of the license, empty if it is about none
 * @param customer its customer, empty if there is none
 * @param target the part of the license: the id of a credential, the name of a limit or feature; the network if there is no license;
 *     empty if it is about the license as a whole
 */
public record SignalSubject(String issuer, String license, String customer, String target) {

    /** Returns a subject without a license. */
    public static SignalSubject network(String issuer, String network) {
        return new SignalSubject(issuer, "", "", network);
    }
}
