package io.github.licensing4j.core.credential;

import java.util.Arrays;

/**
 * The parts of a JWS in compact form (RFC 7515 §7.1): exactly three, each in canonical base64url. Neither header nor
 * payload is parsed.
 *
 * @param header the decoded header
 * @param payload the decoded payload
 * @param signingInput the bytes that are signed
 * @param signature the decoded signature
 */
@SuppressWarnings("ArrayRecordComponent") // Internal, and never compared.
public record JwsParts(byte[] header, byte[] payload, byte[] signingInput, byte[] signature) {

    /** Divides a token of at most {@code maxLength} characters. */
    public static JwsParts of(String token, int maxLength) throws TokenFault {
        byte[] ascii = CompactJws.ascii(token, maxLength);
        int first = dot(ascii, 0);
        int second = dot(ascii, first + 1);
        for (int i = second + 1; i < ascii.length; i++) {
            if (ascii[i] == '.') {
                throw TokenFault.invalid("the token has more than three parts");
            }
        }
        return new JwsParts(
                StrictBase64.decode(ascii, 0, first, "the header"),
                StrictBase64.decode(ascii, first + 1, second, "the payload"),
                Arrays.copyOf(ascii, second),
                StrictBase64.decode(ascii, second + 1, ascii.length, "the signature"));
    }

    private static int dot(byte[] ascii, int from) throws TokenFault {
        for (int i = from; i < ascii.length; i++) {
            if (ascii[i] == '.') {
                return i;
            }
        }
        throw TokenFault.invalid("the token has fewer than three parts");
    }
}
