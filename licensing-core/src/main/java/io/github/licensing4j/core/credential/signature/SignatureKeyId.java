package io.github.licensing4j.core.credential.signature;

import java.util.regex.Pattern;

/** The forms of the ids of signature keys, which are the {@code keyid} of their signatures (RFC 9421 §2.3). */
public final class SignatureKeyId {
    /** The beginning of generated ids. */
    public static final String PREFIX = "sig_";
    /** The rules of given ids, for messages. */
    public static final String EXPECTED = "1 to 64 letters, digits and any of . _ ~ : @ + = -,"
            + " not beginning with three lower-case letters and '_' or with 'oauth:', as ids of this library do";

    /** Without a slash, so that it is a segment of a path; no longer than any {@code keyid} that is read. */
    private static final Pattern GIVEN = Pattern.compile("(?![a-z]{3}_|oauth:|\\.{1,2}$)[A-Za-z0-9._~:@+=-]{1,64}");

    private static final int MAX_LENGTH = 64;

    private SignatureKeyId() {}

    /** Returns whether an id has the form of a generated id. Only a key of a license can have it. */
    static boolean isGenerated(String keyId) {
        return keyId.startsWith(PREFIX) && keyId.length() <= MAX_LENGTH;
    }

    /** Returns whether a key can be registered under an id that its owner has given to it. */
    public static boolean isGiven(String keyId) {
        return GIVEN.matcher(keyId).matches();
    }
}
