package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.spi.StoreException;
import java.util.function.Supplier;

/** Reports plans, overrides and prices of stored licenses that the current catalog does not define. */
final class UndefinedTerms {
    private UndefinedTerms() {}

    /**
     * Runs work that needs the terms of licenses.
     *
     * @param failure the message where they are undefined
     * @throws ConflictException if the catalog does not define them
     */
    static <T> T asConflict(String failure, Supplier<T> work) {
        try {
            return work.get();
        } catch (InvalidFieldException | ConflictException | NotFoundException | StoreException e) {
            throw e;
        } catch (LicensingException e) {
            throw new ConflictException(ConflictException.Kind.STATE, failure + ": " + e.getMessage());
        }
    }
}
