package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import org.jspecify.annotations.Nullable;

/** Signals that the database of the host's DataSource refuses connections or is absent. */
final class DatabaseUnreachableException extends LicensingException {
    private static final long serialVersionUID = 1L;

    private final String property;

    /** @param bean name of the DataSource, null if it is the only one */
    DatabaseUnreachableException(@Nullable String bean, Exception cause) {
        super("the database of the DataSource cannot be reached: " + reason(cause), cause);
        this.property = bean == null
                ? "spring.datasource.url, spring.datasource.username and spring.datasource.password"
                : "the address, user name and password of the DataSource bean '" + bean
                        + "' (licensing.store.data-source)";
    }

    /** Returns the properties or the bean to correct. */
    String property() {
        return property;
    }

    /** Returns the message of the innermost cause, which the driver writes. An address in it may contain a password. */
    private static String reason(Exception failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null && innermost.getCause().getMessage() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage())
                .replaceAll("(?i)(password=)[^&;\\s]*", "$1***")
                .replaceAll("//[^/@\\s]*@", "//***@");
    }
}
