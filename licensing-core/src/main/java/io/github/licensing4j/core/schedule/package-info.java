/** Tasks that run repeatedly in the background. A reader starts at BackgroundThread. */
@NullMarked
package io.github.licensing4j.core.schedule;

import org.jspecify.annotations.NullMarked;
