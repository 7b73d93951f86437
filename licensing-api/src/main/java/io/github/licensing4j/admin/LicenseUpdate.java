package io.github.licensing4j.admin;

import java.time.Instant;
import java.util.Map;

/**
 * What to change of a license.
 *
 * @param expiresAt the new end
 * @param overrides what the contract changes of the plan from now on, as the text of a JSON object
 * @param external the names it has in other systems from now on
 */
public record LicenseUpdate(Field<Instant> expiresAt, Field<String> overrides, Field<Map<String, String>> external) {

    /** What becomes of one field. */
    public sealed interface Field<T> {

        /** It stays as it is. */
        record Kept<T>() implements Field<T> {}

        /** It gets a value. */
        record Set<T>(T value) implements Field<T> {}

        /** It has none from now on. */
        record Cleared<T>() implements Field<T> {}
    }

    /** Changes nothing; a start for the methods below. */
    public static LicenseUpdate none() {
        return new LicenseUpdate(new Field.Kept<>(), new Field.Kept<>(), new Field.Kept<>());
    }

    /** The same with another end. */
    public LicenseUpdate expiring(Instant at) {
        return new LicenseUpdate(new Field.Set<>(at), overrides, external);
    }

    /** The same with other overrides. */
    public LicenseUpdate overriding(String json) {
        return new LicenseUpdate(expiresAt, new Field.Set<>(json), external);
    }

    /** The same with other external names. */
    public LicenseUpdate named(Map<String, String> names) {
        return new LicenseUpdate(expiresAt, overrides, new Field.Set<>(Map.copyOf(names)));
    }
}
