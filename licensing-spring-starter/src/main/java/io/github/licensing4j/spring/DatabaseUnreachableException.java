package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** The database of the host's DataSource refuses connections, or is not there. */
final class DatabaseUnreachableException extends LicensingException {
    private static final long serialVersionUID = 1L;

    private final String property;

    /** @param bean name of the DataSource, null if it is the only one */
    DatabaseUnreachableException(@Nullable String bean, LicensingException cause) {
        super(String.valueOf(cause.getMessage()), cause);
        this.property = bean == null
                ? "spring.datasource.url, spring.datasource.username and spring.datasource.password"
                : "the address, user name and password of the DataSource bean '" + bean
                        + "' (licensing.store.data-source)";
    }

    /** What to correct. */
    String property() {
        return property;
    }

    /** Whether a failure comes from a connection that could not be made (SQLSTATE classes 08, 28 and 3D). */
    static boolean isCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLNonTransientConnectionException) {
                return true;
            }
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().matches("(08|28|3D).*")) {
                return true;
            }
        }
        return false;
    }
}
