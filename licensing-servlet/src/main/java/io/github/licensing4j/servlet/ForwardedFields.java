package io.github.licensing4j.servlet;

import io.github.licensing4j.License;
import io.github.licensing4j.LicensingException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The request header fields that describe the license of a granted call to a backend behind this service, as an access
 * proxy needs them.
 *
 * <p>The filter hides every field of the incoming request whose name starts with the prefix, so that callers cannot forge
 * them: in upper and lower case, and with underscores in place of hyphens, because CGI and WSGI do not distinguish these. It
 * also hides the credential. Only fields of a granted call have values.
 *
 * @param prefix the start of each name, such as {@code Licensing-}
 * @param fields the fields that are passed on; empty to change no request
 */
public record ForwardedFields(String prefix, Set<Field> fields) {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z][A-Za-z0-9-]*-");

    /** A fact about a license. */
    public enum Field {
        /** The issuer of the license. License ids are unique for each issuer. */
        ISSUER("Issuer"),
        /** The id of the license. */
        LICENSE("License"),
        /** The customer that bought it. */
        CUSTOMER("Customer"),
        /** The plan and its version, such as {@code pro@2}. */
        PLAN("Plan");

        private final String suffix;

        Field(String suffix) {
            this.suffix = suffix;
        }

        String suffix() {
            return suffix;
        }

        String value(License license) {
            return switch (this) {
                case ISSUER -> license.id().issuer();
                case LICENSE -> license.id().value();
                case CUSTOMER -> license.customer();
                case PLAN -> license.plan().toString();
            };
        }
    }

    /**
     * Checks the prefix.
     *
     * @throws LicensingException if it is not of letters, digits and hyphens with a hyphen at its end, or a field that the
     *     filter reads starts with it
     */
    public ForwardedFields {
        fields = Set.copyOf(fields);
        if (!PREFIX.matcher(prefix).matches()) {
            throw new LicensingException("the prefix of forwarded header fields is '" + prefix
                    + "': expected letters, digits and hyphens with a" + " hyphen at the end, such as Licensing-");
        }
        String start = prefix.toLowerCase(Locale.ROOT);
        for (String read : CallReader.FIELDS) {
            if (read.toLowerCase(Locale.ROOT).startsWith(start)) {
                throw new LicensingException("the prefix of forwarded header fields is '" + prefix + "', with which "
                        + read + " starts: expected another one, such as Licensing-");
            }
        }
    }

    /** Returns the setting that changes no request. */
    public static ForwardedFields none() {
        return new ForwardedFields("Licensing-", Set.of());
    }
}
