package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicensingException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The address of a PostgreSQL database.
 *
 * @param url {@code jdbc:postgresql://host/database}, without the password
 * @param user the user, null for the one of the URL or of the operating system
 * @param password the password, null for none
 */
public record JdbcTarget(
        String url, @Nullable String user, @Nullable String password) {

    /** @throws MissingDependencyException if the driver is missing */
    DataSource dataSource() {
        try {
            return Driver.dataSource(this);
        } catch (NoClassDefFoundError e) {
            throw new MissingDependencyException("org.postgresql:postgresql", e);
        }
    }

    /** A separate class, because the driver is an optional dependency. */
    private static final class Driver {
        static DataSource dataSource(JdbcTarget target) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            try {
                source.setUrl(target.url());
            } catch (IllegalArgumentException e) {
                throw new LicensingException(
                        "'" + target.url() + "' is not an address of PostgreSQL, expected"
                                + " jdbc:postgresql://host/database",
                        e);
            }
            if (target.user() != null) {
                source.setUser(target.user());
            }
            if (target.password() != null) {
                source.setPassword(target.password());
            }
            return source;
        }
    }

    @Override
    public String toString() {
        return url;
    }
}
