/**
 * Stores in a database: an SQLite file of this process, or the host's PostgreSQL. Start at {@link
 * io.github.licensing4j.core.store.jdbc.JdbcStore}.
 */
@NullMarked
package io.github.licensing4j.core.store.jdbc;

import org.jspecify.annotations.NullMarked;
