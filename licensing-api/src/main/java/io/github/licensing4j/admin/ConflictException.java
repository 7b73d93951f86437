package io.github.licensing4j.admin;

import io.github.licensing4j.LicensingException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something cannot be done as things stand. */
public final class ConflictException extends LicensingException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final @Nullable String id;
    private final @Nullable String field;

    /** What stands in the way. */
    public enum Kind {
        /** The license, key or customer is in a state in which this cannot be done. */
        STATE,
        /** Somebody else changed it at the same time, too often to try again. */
        BUSY,
        /** It is not at the revision that was asked for. */
        REVISION,
        /** The same request made it before, and its answer held a secret that is not kept. */
        ALREADY_CREATED,
        /** The key of the request was used for another request. */
        KEY_REUSED
    }

    public ConflictException(Kind kind, String message) {
        this(kind, message, null);
    }

    /** @param id what the request made before, null unless that is the conflict */
    public ConflictException(Kind kind, String message, @Nullable String id) {
        this(kind, message, id, null);
    }

    private ConflictException(Kind kind, String message, @Nullable String id, @Nullable String field) {
        super(message);
        this.kind = kind;
        this.id = id;
        this.field = field;
    }

    /** A conflict of {@link Kind#STATE} that one member of the request is to blame for. */
    public static ConflictException on(String field, String message) {
        return new ConflictException(Kind.STATE, message, null, field);
    }

    public Kind kind() {
        return kind;
    }

    /** The member of the request that is to blame; empty if it is not one alone. */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }

    /** What the same request made before; empty for other conflicts. */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }
}
