/**
 * A weather API on plain servlets. Start reading at {@link io.github.licensing4j.examples.plain.PlainServletExample}.
 */
@NullMarked
package io.github.licensing4j.examples.plain;

import org.jspecify.annotations.NullMarked;
