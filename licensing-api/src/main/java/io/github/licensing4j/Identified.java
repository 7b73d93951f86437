package io.github.licensing4j;

import java.util.Optional;
import java.util.Set;

/**
 * A caller whose credential was verified and whose license stands, or, in observe mode, one that would have been
 * refused and is let through without a license.
 *
 * <p>Made by {@link Licensing#identify} alone; other implementations serve tests of the layers above.
 */
public non-sealed interface Identified extends Identification {

    /** The license of this caller; empty only in observe mode, where a claimed license is never believed. */
    Optional<License> license();

    /** Every feature the license includes at this instant, roll-outs applied; empty without a license. */
    Set<String> features();

    /** The scopes of the credential; empty without a license or where the credential has none. */
    Set<String> scopes();
}
