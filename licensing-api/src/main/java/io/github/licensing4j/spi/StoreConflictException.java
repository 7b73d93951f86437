package io.github.licensing4j.spi;

import io.github.licensing4j.LicensingException;
import java.util.Locale;

/** A change was not stored, because a record it was based on has changed meanwhile or a name in it is taken. */
public final class StoreConflictException extends LicensingException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String id;

    /** The kind of record in conflict. */
    public enum Kind {
        /** The license is not at the revision before, or exists already. */
        LICENSE,
        /** The API key is not at the revision before, or exists already. */
        KEY,
        /** The signature key is not at the revision before, or exists already. */
        SIGNATURE_KEY,
        /** The refresh token is not at the revision before, or exists already. */
        REFRESH_TOKEN,
        /** The credit grant is not at the revision before, or exists already. */
        GRANT,
        /** A correction with that id was entered already. */
        CORRECTION,
        /** The unique key is taken. */
        UNIQUE_KEY,
        /** A request with that idempotency key was executed already. */
        IDEMPOTENCY_KEY,
        /** Another writer appended to the same audit chain. */
        AUDIT,
        /** The meter is counted in another unit or with another scale. */
        METER,
        /** A record that the change relies on has changed, or was revoked. */
        DEPENDENCY
    }

    /** @param id the id of the record in conflict; not a secret */
    public StoreConflictException(Kind kind, String id) {
        super("not stored: " + kind.name().toLowerCase(Locale.ROOT) + " '" + id + "' has changed or is taken");
        this.kind = kind;
        this.id = id;
    }

    public Kind kind() {
        return kind;
    }

    public String id() {
        return id;
    }
}
