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
public record LicenseUpdate(Patch<Instant> expiresAt, Patch<String> overrides, Patch<Map<String, String>> external) {

    /** What becomes of one field. */
    public sealed interface Patch<T> {

        /** It stays as it is. */
        record Kept<T>() implements Patch<T> {}

        /** It gets a value. */
        record Set<T>(T value) implements Patch<T> {}

        /** It has none from now on. */
        record Cleared<T>() implements Patch<T> {}
    }

    /** Changes nothing; a start for the methods below. */
    public static LicenseUpdate none() {
        return new LicenseUpdate(new Patch.Kept<>(), new Patch.Kept<>(), new Patch.Kept<>());
    }

    /** The same with another end. */
    public LicenseUpdate expiring(Instant at) {
        return new LicenseUpdate(new Patch.Set<>(at), overrides, external);
    }

    /** The same with other overrides. */
    public LicenseUpdate overriding(String json) {
        return new LicenseUpdate(expiresAt, new Patch.Set<>(json), external);
    }

    /** The same with other external names. */
    public LicenseUpdate named(Map<String, String> names) {
        return new LicenseUpdate(expiresAt, overrides, new Patch.Set<>(Map.copyOf(names)));
    }
}
