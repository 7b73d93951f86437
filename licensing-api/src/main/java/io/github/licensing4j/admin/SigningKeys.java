package io.github.licensing4j.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Manages the host's own signing keys. The newest signs; older ones still verify until they are retired. */
public interface SigningKeys {

    /** Returns every key, newest first, without private parts. */
    List<SigningKeyView> list();

    /** Creates a key that signs from now on. */
    SigningKeyView generate(AdminContext by);

    /** Retires a key: tokens signed with it are no longer valid. The key that signs cannot be retired. */
    void retire(String kid, AdminContext by);

    /** Returns the public keys, as a JWK set. */
    String jwks();

    /**
     * A signing key without its private part.
     *
     * @param kid its key id
     * @param algorithm its only algorithm
     * @param use whether it signs or only verifies
     * @param createdAt when it was created, null if that is not known
     */
    record SigningKeyView(
            String kid, String algorithm, Use use, @Nullable Instant createdAt) {}

    /** The use of a key. */
    enum Use {
        /** It signs new tokens. */
        SIGNING,
        /** It verifies tokens that it signed before. */
        VERIFYING
    }
}
