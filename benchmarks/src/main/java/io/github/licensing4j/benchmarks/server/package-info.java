/** The same small API in four variants, and the client that calls it. */
@NullMarked
package io.github.licensing4j.benchmarks.server;

import org.jspecify.annotations.NullMarked;
