/**
 * The used proofs that nodes share, of every kind of proof. A reader starts at {@link
 * io.github.licensing4j.core.credential.replay.GuardedReplays}.
 */
@NullMarked
package io.github.licensing4j.core.credential.replay;

import org.jspecify.annotations.NullMarked;
