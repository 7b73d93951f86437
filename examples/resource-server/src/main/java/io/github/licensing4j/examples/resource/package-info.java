/**
 * A weather API that is a resource server of Spring Security, and whose callers have licenses. Start reading at
 * {@link io.github.licensing4j.examples.resource.SecurityConfiguration}.
 */
@NullMarked
package io.github.licensing4j.examples.resource;

import org.jspecify.annotations.NullMarked;
