package io.github.licensing4j.spring.dpop;

/**
 * A proof and the request that it is sent with.
 *
 * @param text the value of the {@code DPoP} field
 * @param thumbprint the key that the token is bound to
 * @param method the method of the request
 * @param uri the address of the request
 * @param idUsage whether its {@code jti} was in another proof before
 */
record SentProof(String text, String thumbprint, String method, String uri, IdUsage idUsage) {
    static final String TOKEN = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";
    static final String URI = "https://api.example.com/v1/forecast";

    enum IdUsage {
        NEW,
        USED_BY_ANOTHER_KEY
    }

    /** Makes a proof that is sent with the request that all clients make. */
    static SentProof of(String text, String thumbprint) {
        return new SentProof(text, thumbprint, "GET", URI, IdUsage.NEW);
    }
}
