package io.github.licensing4j;

/**
 * A credential as presented, not verified in any way. Its value never appears in {@link #toString}.
 *
 * @param source the header field that carried it
 * @param value the token or key, without its scheme; may be empty
 */
public record Credential(Source source, String value) {

    /** The header fields that carry credentials. */
    public enum Source {
        /** {@code Authorization: Bearer}. */
        BEARER,
        /** {@code Authorization: DPoP}. */
        DPOP,
        /** {@code X-API-Key}. */
        API_KEY,
        /** {@code License-Token}. */
        LICENSE_TOKEN,
        /**
         * {@code Signature-Input} with {@code Signature} (RFC 9421), of a request without any other credential. The value is that of
         * {@code Signature-Input}, its lines joined with commas.
         */
        SIGNATURE
    }

    @Override
    public String toString() {
        return "Credential[source=" + source + ", value=***]";
    }
}
