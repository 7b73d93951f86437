package io.github.licensing4j.admin;

import io.github.licensing4j.LicensingException;
import java.util.regex.Pattern;

/** There is nothing of that id. */
public final class NotFoundException extends LicensingException {
    private static final long serialVersionUID = 1L;

    /** What the ids that this library makes look like; nothing else is repeated, for it may be a secret. */
    private static final Pattern ID = Pattern.compile("[a-z]{3}_[0-9a-z]{26}");

    /** @param kind what was looked for: {@code license}, {@code key}, {@code token} or {@code signing key} */
    public NotFoundException(String kind, String id) {
        super("there is no " + kind + (ID.matcher(id).matches() ? " '" + id + "'" : " of that id"));
    }
}
