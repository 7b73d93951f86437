package io.github.licensing4j.servlet.admin;

import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the single entity tag of an If-Match field (RFC 9110 §13.1.1). */
final class IfMatch {
    private static final String WEAK = "W/";
    private static final Pattern TAG = Pattern.compile("\"[\\x21\\x23-\\x7e\\x80-\\xff]*\"");

    private IfMatch() {}

    /**
     * Returns the tag without its quotes, empty if the field is not one tag.
     *
     * @param form a regular expression of the tags that are issued here
     * @throws FailureException with status 412 if the tag is weak or of another form: the comparison is strong, and neither matches
     */
    static Optional<String> tag(String field, String form) {
        String text = field.strip();
        boolean weak = text.startsWith(WEAK);
        String quoted = weak ? text.substring(WEAK.length()) : text;
        if (!TAG.matcher(quoted).matches()) {
            return Optional.empty();
        }
        String tag = quoted.substring(1, quoted.length() - 1);
        if (weak) {
            throw conflict("If-Match has a weak ETag, which never matches.");
        }
        if (!tag.matches(form)) {
            throw conflict("If-Match has an ETag that was not issued here, which never matches.");
        }
        return Optional.of(tag);
    }

    private static FailureException conflict(String detail) {
        return new FailureException(FailureType.REVISION_CONFLICT.failure(detail));
    }
}
