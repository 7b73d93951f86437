package io.github.licensing4j.core.credential;

import org.jspecify.annotations.Nullable;

/** A JWS in compact form (RFC 7515 §7.1), parsed strictly and not verified yet. */
public final class CompactJws {
    /** The maximum length of a license token. */
    static final int MAX_LENGTH = 8192;

    private final Header header;
    private final byte[] payload;
    private final byte[] signingInput;
    private final byte[] signature;

    private CompactJws(Header header, byte[] payload, byte[] signingInput, byte[] signature) {
        this.header = header;
        this.payload = payload;
        this.signingInput = signingInput;
        this.signature = signature;
    }

    /**
     * The accepted members of a header. {@code crit} is refused as a whole, since no extension is supported;
     * {@code jwk}, {@code jku}, {@code x5u} and {@code x5c} are refused because a token never brings its own trust.
     *
     * @param alg the claimed algorithm
     * @param kid the claimed key, null if absent
     * @param typ its media type, null if absent
     */
    public record Header(
            JwsAlgorithm alg,
            @Nullable String kid,
            @Nullable String typ) {}

    /** Returns the header. */
    public Header header() {
        return header;
    }

    /** Returns the payload bytes, claims or not. */
    public byte[] payload() {
        return payload;
    }

    /** Returns the bytes that are signed. */
    byte[] signingInput() {
        return signingInput;
    }

    byte[] signature() {
        return signature;
    }

    /** Parses a token. */
    static CompactJws parse(String token) throws TokenFault {
        return parse(token, MAX_LENGTH);
    }

    /** Parses a token with another maximum length. */
    public static CompactJws parse(String token, int maxLength) throws TokenFault {
        JwsParts parts = JwsParts.of(token, maxLength);
        return new CompactJws(header(parts.header()), parts.payload(), parts.signingInput(), parts.signature());
    }

    static byte[] ascii(String token, int maxLength) throws TokenFault {
        int length = token.length();
        if (length == 0 || length > maxLength) {
            throw TokenFault.invalid("the token is empty or longer than " + maxLength + " characters");
        }
        byte[] ascii = new byte[length];
        for (int i = 0; i < length; i++) {
            char c = token.charAt(i);
            if (c >= 128) {
                throw TokenFault.invalid("the token has a character outside ASCII");
            }
            ascii[i] = (byte) c;
        }
        return ascii;
    }

    private static Header header(byte[] json) throws TokenFault {
        HeaderReader reader = new HeaderReader();
        StrictJson.readObject(json, "the header", reader);
        if (reader.alg == null) {
            throw TokenFault.invalid("the header has no 'alg'");
        }
        return new Header(reader.alg, reader.kid, reader.typ);
    }

    private static final class HeaderReader implements StrictJson.Members {
        private @Nullable JwsAlgorithm alg;
        private @Nullable String kid;
        private @Nullable String typ;

        @Override
        public void read(String name, StrictJson json) throws TokenFault {
            switch (name) {
                case "alg" ->
                    alg = JwsAlgorithm.of(json.text(name, 32))
                            .orElseThrow(() -> TokenFault.invalid("the header's 'alg' is not accepted"));
                case "kid" -> kid = json.text(name, 256);
                case "typ" -> typ = json.text(name, 64);
                case "crit", "jwk", "jku", "x5u", "x5c", "b64", "enc", "zip" ->
                    throw TokenFault.invalid("the header has '" + name + "', which is not accepted");
                default -> json.skip();
            }
        }
    }
}
