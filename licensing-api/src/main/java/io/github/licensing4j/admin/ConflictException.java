package io.github.licensing4j.admin;

import io.github.licensing4j.LicensingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request conflicts with the current state. Nothing was changed. */
public final class ConflictException extends LicensingException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final @Nullable String id;
    private final @Nullable String field;

    /** The kind of conflict. */
    public enum Kind {
        /** The state of the license, key or customer does not allow it. */
        STATE,
        /** Concurrent changes: it failed after several attempts. */
        BUSY,
        /** The license is not at the requested revision. */
        REVISION,
        /** The same request was executed before, and its result contained a secret that is not stored. */
        ALREADY_CREATED,
        /** The idempotency key was used for another request. */
        KEY_REUSED
    }

    public ConflictException(Kind kind, String message) {
        this(kind, message, null);
    }

    /** @param id the id that the same request created before, null for other conflicts */
    public ConflictException(Kind kind, String message, @Nullable String id) {
        this(kind, message, id, null);
    }

    private ConflictException(Kind kind, String message, @Nullable String id, @Nullable String field) {
        super(message);
        this.kind = kind;
        this.id = id;
        this.field = field;
    }

    /** Creates a conflict of {@link Kind#STATE} caused by one member of the request. */
    public static ConflictException on(String field, String message) {
        return new ConflictException(Kind.STATE, message, null, field);
    }

    public Kind kind() {
        return kind;
    }

    /** Returns the member of the request that caused the conflict; empty if no single one did. */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }

    /** Returns the id that the same request created before; empty for other conflicts. */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }
}
