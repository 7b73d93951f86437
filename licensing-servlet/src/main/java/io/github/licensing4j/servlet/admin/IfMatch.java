package io.github.licensing4j.servlet.admin;

import java.util.Optional;

/** Reads the single entity tag of an If-Match field (RFC 9110 §13.1.1). */
final class IfMatch {
    private static final String WEAK = "W/";

    private IfMatch() {}

    /**
     * The tag without its quotes, empty if the field is not one tag of the form that is given out here.
     *
     * @param form a regular expression of such a tag
     * @throws FailureException with status 412 if the tag is weak: the comparison is strong, and a weak one never matches
     */
    static Optional<String> tag(String field, String form) {
        String text = field.strip();
        boolean weak = text.startsWith(WEAK);
        String quoted = weak ? text.substring(WEAK.length()) : text;
        if (!quoted.matches("\"" + form + "\"")) {
            return Optional.empty();
        }
        if (weak) {
            throw new FailureException(Failure.of(
                    412, "revision-conflict", "Revision conflict", "If-Match has a weak ETag, which never matches."));
        }
        return Optional.of(quoted.substring(1, quoted.length() - 1));
    }
}
