/** Tasks that run in the background. A reader starts at Schedule. */
@NullMarked
package io.github.licensing4j.core.schedule;

import org.jspecify.annotations.NullMarked;
