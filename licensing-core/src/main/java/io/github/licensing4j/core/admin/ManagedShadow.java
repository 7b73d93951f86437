package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.ShadowReport;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.spi.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Sets and clears the shadow catalog of this node, with audit entries. */
final class ManagedShadow {
    private final Administration.Shadow shadow;
    private final AdminTransactions adminTransactions;

    ManagedShadow(Administration.Shadow shadow, AdminTransactions adminTransactions) {
        this.shadow = shadow;
        this.adminTransactions = adminTransactions;
    }

    ShadowReport report() {
        return shadow.report().get();
    }

    ShadowReport set(String text, AdminContext by) {
        refuseIfFile();
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        return adminTransactions.exclusively(() -> {
            try {
                shadow.catalog().set(content);
            } catch (StoreException e) {
                throw e;
            } catch (LicensingException e) {
                throw new InvalidFieldException("catalog", String.valueOf(e.getMessage()));
            }
            enter("catalog.shadow-set", Map.of("hash", Sha256.hex(content)), by);
            return report();
        });
    }

    void clear(AdminContext by) {
        refuseIfFile();
        adminTransactions.exclusively(() -> {
            boolean isSet = shadow.catalog().candidate().isPresent();
            shadow.catalog().drop();
            if (isSet) {
                enter("catalog.shadow-cleared", Map.of(), by);
            }
            return isSet;
        });
    }

    /** Nothing is charged or refused by a shadow catalog, so the entry may follow the change. */
    private void enter(String action, Map<String, String> details, AdminContext by) {
        adminTransactions.carryOut(pendingChange ->
                pendingChange.act(new AuditAction(by.actor(), action, null, null, by.reason(), details)));
    }

    private void refuseIfFile() {
        if (shadow.catalog().isFile()) {
            throw new ConflictException(
                    ConflictException.Kind.STATE,
                    "the shadow catalog is a configured file; change the file or the setting instead");
        }
    }
}
