package io.github.licensing4j.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.StoreChange;
import io.github.licensing4j.spi.StoreConflictException;
import io.github.licensing4j.spi.StoreConflictException.Kind;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A store that the contracts of its parts test; empty before each test. */
public interface StoreUnderTest {
    /** Returns the store. */
    Store store();

    /** Opens the store of {@link #store} as another node; returns the same one if it cannot be shared. */
    Store otherNode();

    /** Asserts that a change conflicts with a record. */
    default void assertConflict(StoreChange change, Kind kind, String id) {
        assertConflict(() -> store().commit(change), kind, id);
    }

    /** Asserts that storing a change conflicts with a record. */
    default void assertConflict(ThrowingCallable commit, Kind kind, String id) {
        assertThatThrownBy(commit).isInstanceOfSatisfying(StoreConflictException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.id()).isEqualTo(id);
        });
    }
}
