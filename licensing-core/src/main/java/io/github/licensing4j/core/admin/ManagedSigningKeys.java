package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.ConflictException.Kind;
import io.github.licensing4j.admin.SigningKeys;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.KeyRing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Manages the host's own signing keys: a ring managed by this library, or a file managed by the host. */
final class ManagedSigningKeys implements SigningKeys {
    private final AdminTransactions adminTransactions;
    private final FileActs files;
    private final Optional<KeyRing> ring;
    private final @Nullable KeyFile file;

    ManagedSigningKeys(AdminTransactions adminTransactions, Optional<KeyRing> ring, @Nullable KeyFile file) {
        this.adminTransactions = adminTransactions;
        this.files = new FileActs(adminTransactions);
        this.ring = ring;
        this.file = file;
    }

    @Override
    public List<SigningKeyView> list() {
        return ring.map(KeyRing::list).orElseGet(() -> file == null ? List.of() : file.list());
    }

    @Override
    public SigningKeyView generate(AdminContext by) {
        KeyRing kept = kept();
        AuditAction begun = new AuditAction(by.actor(), "signing-key.generated", null, null, by.reason(), Map.of());
        return files.carryOut(begun, () -> kept.generate(adminTransactions.now()), made -> Map.of("kid", made.kid()));
    }

    @Override
    public void retire(String kid, AdminContext by) {
        KeyRing kept = kept();
        adminTransactions.exclusively(() -> {
            kept.refuseUnlessRetirable(kid);
            AuditAction begun = new AuditAction(by.actor(), "signing-key.retired", null, kid, by.reason(), Map.of());
            return files.carryOut(begun, () -> kept.retire(kid), gone -> Map.of());
        });
    }

    private KeyRing kept() {
        return ring.orElseThrow(() -> new ConflictException(
                Kind.STATE,
                "the signing keys are in a file of the host's own (licensing.keys.location), which the service does not"
                        + " change: put a new key in front of it with 'licensing keygen --in-front-of FILE', and remove"
                        + " old ones from it; the file is read again within seconds"));
    }

    @Override
    public String jwks() {
        return ring.map(KeyRing::jwks).orElseGet(() -> file == null ? "{\"keys\":[]}" : file.jwks());
    }
}
