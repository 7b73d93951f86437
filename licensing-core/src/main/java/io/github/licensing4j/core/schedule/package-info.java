/** Tasks that run in the background, again and again. A reader starts at BackgroundThread. */
@NullMarked
package io.github.licensing4j.core.schedule;

import org.jspecify.annotations.NullMarked;
