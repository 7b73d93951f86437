/** Benchmarks of package-private parts of the servlet layer. */
@NullMarked
package io.github.licensing4j.servlet;

import org.jspecify.annotations.NullMarked;
