package io.github.licensing4j.core.credential;

import io.github.licensing4j.LicensingException;
import java.net.URI;

/** Locates the published key set of an issuer. Used by the fetching thread only, but for {@link #text}. */
interface KeySetAddress {

    /**
     * Returns the address of the set. May wait for the issuer.
     *
     * @throws LicensingException if it cannot be found
     */
    URI locate();

    /** Notifies that no set could be read from the located address, which may have changed. */
    void failed();

    /** Returns the configured address, for logs and health. */
    String text();

    /** Returns a fixed address. */
    static KeySetAddress of(URI uri) {
        return new KeySetAddress() {
            @Override
            public URI locate() {
                return uri;
            }

            @Override
            public void failed() {}

            @Override
            public String text() {
                return uri.toString();
            }
        };
    }
}
