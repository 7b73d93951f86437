/** Another enforcement of seats, which only tests use: a further kind of limit, as one package beside those of the library. */
@NullMarked
package io.github.licensing4j.core.limit.further;

import org.jspecify.annotations.NullMarked;
