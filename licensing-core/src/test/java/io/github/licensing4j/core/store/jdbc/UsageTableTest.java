package io.github.licensing4j.core.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that permanent failures of a database are distinguished from temporary ones. */
class UsageTableTest {
    private static boolean isForGood(SQLException failure) {
        return UsageTable.isOfWhatIsAdded(failure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22003", "22021", "22P05", "54000", "54001", "23502", "23514"})
    void rejectedValuesArePermanent(String state) {
        assertThat(isForGood(new SQLException("refused", state))).isTrue();
        SQLException cause = new SQLException("refused", state);
        assertThat(isForGood(new BatchUpdateException("a batch", null, new int[0], cause)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08006", "40001", "40P01", "42501", "42P01", "53100", "53300", "55P03", "57014", "57P01", "58030",
                "23505"
            })
    void busyDatabaseIsTemporary(String state) {
        assertThat(isForGood(new SQLException("refused", state))).isFalse();
    }

    @Test
    void recognizesMessagesOfSqlite() {
        for (String code : new String[] {"SQLITE_TOOBIG", "SQLITE_MISMATCH", "SQLITE_CONSTRAINT_DATATYPE"}) {
            assertThat(isForGood(new SQLException("[" + code + "] refused"))).isTrue();
        }
        for (String code : new String[] {
            "SQLITE_FULL",
            "SQLITE_BUSY",
            "SQLITE_IOERR",
            "SQLITE_READONLY",
            "SQLITE_CORRUPT",
            "SQLITE_CONSTRAINT_PRIMARYKEY"
        }) {
            assertThat(isForGood(new SQLException("[" + code + "] refused"))).isFalse();
        }
    }
}
