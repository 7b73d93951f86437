package io.github.licensing4j.spring;

import io.github.licensing4j.EnforcementMode;
import io.github.licensing4j.Granted;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.core.hash.Sha256;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The attributes of a decision in traces. The id of the license is hashed: traces are read by people and systems that have nothing
 * to do with customers. The traces of a known id can be found.
 */
final class DecisionAttributes {
    /** {@code granted}, {@code refused}, or {@code would-refuse} in observe mode. */
    static final String DECISION = "licensing.decision";

    /** The code of a refusal. */
    static final String CODE = "licensing.refusal.code";
    /** The plan version. */
    static final String PLAN = "licensing.plan";
    /** The first 16 hexadecimal digits of SHA-256 over the issuer, a space and the id. */
    static final String LICENSE = "licensing.license.hash";

    private static final int HASH_BYTES = 8;

    private DecisionAttributes() {}

    static void of(Granted granted, BiConsumer<String, String> attributes) {
        attributes.accept(DECISION, "granted");
        license(granted.caller().license(), attributes);
    }

    static void of(Refusal refusal, EnforcementMode mode, BiConsumer<String, String> attributes) {
        attributes.accept(
                DECISION,
                switch (mode) {
                    case ENFORCE -> "refused";
                    case OBSERVE -> "would-refuse";
                });
        attributes.accept(CODE, refusal.code().text());
        license(Optional.ofNullable(refusal.license()), attributes);
    }

    private static void license(Optional<License> license, BiConsumer<String, String> attributes) {
        license.ifPresent(known -> {
            attributes.accept(PLAN, known.plan().toString());
            attributes.accept(LICENSE, hash(known.id()));
        });
    }

    /** Returns the hash of an id. */
    static String hash(LicenseId id) {
        return Sha256.hex(id.issuer() + ' ' + id.value(), HASH_BYTES);
    }
}
