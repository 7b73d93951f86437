package io.github.licensing4j.core.credential;

import java.util.Locale;

/**
 * A verified {@code statuslist+jwt} (draft-ietf-oauth-status-list §5.1).
 *
 * @param list the statuses
 * @param issuedMillis its {@code iat}
 * @param expiresMillis its {@code exp}, far away if it has none
 * @param ttlSeconds after how long a fresh one should be fetched, 0 if absent
 */
record StatusListToken(StatusList list, long issuedMillis, long expiresMillis, long ttlSeconds) {
    /** The maximum length of a token; eight million statuses hardly compress to more. */
    static final int MAX_LENGTH = 2 * 1024 * 1024;

    private static final String TYPE = "statuslist+jwt";
    private static final long NEVER = Long.MAX_VALUE / 2;

    /**
     * Names the source of a token, against which the token is checked.
     *
     * @param uri where it was fetched, which its {@code sub} must be
     * @param anchor whose keys sign it
     * @param skewMillis how far the clock of its issuer may differ
     */
    record Expected(String uri, TrustAnchor anchor, long skewMillis) {}

    /** Verifies a token. */
    static StatusListToken verify(String token, Expected expected, long nowMillis) throws TokenFault {
        CompactJws jws = CompactJws.parse(token, MAX_LENGTH);
        String typ = jws.header().typ() == null ? "" : jws.header().typ().toLowerCase(Locale.ROOT);
        if (!typ.equals(TYPE) && !typ.equals("application/" + TYPE)) {
            throw TokenFault.invalid("its 'typ' is not " + TYPE);
        }
        Claims claims = new Claims();
        StrictJson.readObject(jws.payload(), "the status list token", claims);
        claims.check(expected, nowMillis);
        String kid = jws.header().kid();
        if (kid == null
                || !jws.header().alg().isForLicenses()
                || expected.anchor.key(kid).open(jws).isEmpty()) {
            throw TokenFault.invalid("its signature does not verify");
        }
        // Inflated last: an unverified list must not cost memory.
        return new StatusListToken(
                StatusList.inflate(claims.bits, claims.compressed()),
                claims.issued,
                claims.expires,
                Math.max(0, claims.ttl));
    }

    private static final class Claims implements StrictJson.Members {
        private String subject = "";
        private String issuer = "";
        private String lst = "";
        private long issued = -1;
        private long expires = NEVER;
        private long ttl = -1;
        private long bits;

        void check(Expected expected, long nowMillis) throws TokenFault {
            if (!subject.equals(expected.uri)) {
                throw TokenFault.invalid("its 'sub' is not where it was fetched");
            }
            if (!issuer.isEmpty() && !issuer.equals(expected.anchor.issuer())) {
                throw TokenFault.invalid("its 'iss' is another issuer");
            }
            if (issued < 0 || issued > nowMillis + expected.skewMillis) {
                throw TokenFault.invalid("its 'iat' is missing, or in the future");
            }
            if (nowMillis >= expires + expected.skewMillis) {
                throw TokenFault.invalid("it has expired");
            }
            if (ttl == 0) {
                throw TokenFault.invalid("its 'ttl' is not above zero");
            }
        }

        @Override
        public void read(String name, StrictJson json) throws TokenFault {
            switch (name) {
                case "sub" -> subject = json.text(name, 2048);
                case "iss" -> issuer = json.text(name, 256);
                case "iat" -> issued = json.numericDateMillis(name);
                case "exp" -> expires = json.numericDateMillis(name);
                case "ttl" -> ttl = json.index(name);
                case "status_list" -> json.object(name, this::readList);
                default -> json.skip();
            }
        }

        private void readList(String name, StrictJson json) throws TokenFault {
            switch (name) {
                case "bits" -> bits = json.index(name);
                case "lst" -> lst = json.text(name, MAX_LENGTH);
                default -> json.skip();
            }
        }

        private byte[] compressed() throws TokenFault {
            byte[] ascii = CompactJws.ascii(lst, MAX_LENGTH);
            return StrictBase64.decode(ascii, 0, ascii.length, "the status list");
        }
    }
}
