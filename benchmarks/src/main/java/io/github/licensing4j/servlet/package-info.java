/** Benchmarks of what the servlet layer keeps to itself. */
@NullMarked
package io.github.licensing4j.servlet;

import org.jspecify.annotations.NullMarked;
