/** Seats of users: a kind of limit that only tests enforce, as one package beside those of the other kinds. */
@NullMarked
package io.github.licensing4j.core.limit.seats;

import org.jspecify.annotations.NullMarked;
