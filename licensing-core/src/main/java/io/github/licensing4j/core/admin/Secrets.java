package io.github.licensing4j.core.admin;

import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps credentials that were entered in the place of an id or a reason out of the store and of responses. */
final class Secrets {
    /** Matches API keys and refresh tokens, mistyped ones too, and texts that begin like a signed token. */
    private static final Pattern SECRET =
            Pattern.compile("l[kr]_[a-z0-9]{1,16}_[0-9A-Za-z]{16}|eyJ[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]+");

    private Secrets() {}

    static boolean isIn(@Nullable String text) {
        return text != null && SECRET.matcher(text).find();
    }

    /** @throws InvalidFieldException if there is one, without repeating it */
    static void refuseIn(String field, @Nullable String text) {
        if (isIn(text)) {
            throw new InvalidFieldException(field, "expected no API key or token in it; name it by its id");
        }
    }

    /** Refuses secrets in an audit entry, which is kept for long and widely readable. */
    static void refuseIn(AuditAction auditAction) {
        refuseIn("actor", auditAction.actor());
        refuseIn("reason", auditAction.reason());
        refuseIn("id", auditAction.subject());
        auditAction.details().forEach(Secrets::refuseIn);
    }
}
