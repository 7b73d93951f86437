/** Bounded HTTP exchanges: {@link io.github.licensing4j.core.http.BoundedHttpClient}. */
@NullMarked
package io.github.licensing4j.core.http;

import org.jspecify.annotations.NullMarked;
