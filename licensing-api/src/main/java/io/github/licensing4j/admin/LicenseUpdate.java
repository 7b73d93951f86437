package io.github.licensing4j.admin;

import io.github.licensing4j.CallSignatures;
import io.github.licensing4j.CallerBindings;
import java.time.Instant;
import java.util.Map;

/**
 * Changes to the fields of a license.
 *
 * @param expiresAt the new end
 * @param overrides the license's new deviations from its plan, as the text of a JSON object
 * @param external its new names in other systems
 * @param signatures whether its calls must be signed from now on; cleared, they need not
 * @param bindings the callers that it is bound to from now on, on all nodes; cleared, it is bound to none
 */
public record LicenseUpdate(
        Patch<Instant> expiresAt,
        Patch<String> overrides,
        Patch<Map<String, String>> external,
        Patch<CallSignatures> signatures,
        Patch<CallerBindings> bindings) {

    /** The change of one field: keep, set or clear. */
    public sealed interface Patch<T> {

        /** It is unchanged. */
        record Kept<T>() implements Patch<T> {}

        /** It is set to a value. */
        record Assigned<T>(T value) implements Patch<T> {}

        /** It is removed. */
        record Cleared<T>() implements Patch<T> {}
    }

    /** Returns an update that changes nothing, to start from. */
    public static LicenseUpdate none() {
        return new LicenseUpdate(
                new Patch.Kept<>(), new Patch.Kept<>(), new Patch.Kept<>(), new Patch.Kept<>(), new Patch.Kept<>());
    }

    /** Returns this update with another end. */
    public LicenseUpdate expiring(Instant at) {
        return new LicenseUpdate(new Patch.Assigned<>(at), overrides, external, signatures, bindings);
    }

    /** Returns this update with other overrides. */
    public LicenseUpdate overriding(String json) {
        return new LicenseUpdate(expiresAt, new Patch.Assigned<>(json), external, signatures, bindings);
    }

    /** Returns this update with other external names. */
    public LicenseUpdate named(Map<String, String> names) {
        return new LicenseUpdate(expiresAt, overrides, new Patch.Assigned<>(Map.copyOf(names)), signatures, bindings);
    }

    /** Returns this update with another use of signatures. */
    public LicenseUpdate signed(CallSignatures use) {
        return new LicenseUpdate(expiresAt, overrides, external, new Patch.Assigned<>(use), bindings);
    }

    /** Returns this update with other bindings. */
    public LicenseUpdate bound(CallerBindings callers) {
        return new LicenseUpdate(expiresAt, overrides, external, signatures, new Patch.Assigned<>(callers));
    }
}
