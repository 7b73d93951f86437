package io.github.licensing4j.admin;

import io.github.licensing4j.Identified;
import java.util.Optional;

/** Gives access to the management of stored licenses, where licenses are stored. Safe for use by many threads. */
public interface LicenseManagement {

    /** The management of licenses for administrators; empty where none are stored. */
    Optional<LicenseAdmin> admin();

    /**
     * The API keys that a caller may manage, those of its own license; empty where no licenses are stored, or it has none.
     *
     * @param caller a value returned by {@link io.github.licensing4j.Licensing#identify} of the same engine
     * @throws IllegalArgumentException if the caller was not identified by the same engine
     */
    Optional<CallerApiKeys> keys(Identified caller);
}
