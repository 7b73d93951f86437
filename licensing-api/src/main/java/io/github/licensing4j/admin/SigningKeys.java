package io.github.licensing4j.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The host's own signing keys. The newest signs; older ones still verify until they are retired. */
public interface SigningKeys {

    /** Every key, newest first; private parts are never shown. */
    List<SigningKeyView> list();

    /** Makes a key that signs from now on. */
    SigningKeyView generate(AdminContext by);

    /** Removes a key: tokens it signed are no longer good. The key that signs cannot be retired. */
    void retire(String kid, AdminContext by);

    /** The public keys, as a JWK set. */
    String jwks();

    /**
     * A key.
     *
     * @param kid its name
     * @param algorithm its one algorithm
     * @param use whether it signs or only verifies
     * @param createdAt when it was made, null if that is not known
     */
    record SigningKeyView(
            String kid, String algorithm, Use use, @Nullable Instant createdAt) {}

    /** What a key is for. */
    enum Use {
        /** It signs new tokens. */
        SIGNING,
        /** It verifies tokens that it signed before. */
        VERIFYING
    }
}
