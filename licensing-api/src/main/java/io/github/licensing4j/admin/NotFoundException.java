package io.github.licensing4j.admin;

import io.github.licensing4j.LicensingException;
import java.util.regex.Pattern;

/** No object has the requested id. */
public final class NotFoundException extends LicensingException {
    private static final long serialVersionUID = 1L;

    /**
     * The format of the ids that this library generates; others are not repeated in messages, because they may be
     * secrets.
     */
    private static final Pattern ID = Pattern.compile("[a-z]{3}_[0-9a-z]{26}");

    /** @param kind the kind of the object: {@code license}, {@code key}, {@code token} or {@code signing key} */
    public NotFoundException(String kind, String id) {
        super("there is no " + kind + (ID.matcher(id).matches() ? " '" + id + "'" : " of that id"));
    }
}
