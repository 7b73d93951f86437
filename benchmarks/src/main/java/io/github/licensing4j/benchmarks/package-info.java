/** Benchmarks. Start reading at the README of this module. */
@NullMarked
package io.github.licensing4j.benchmarks;

import org.jspecify.annotations.NullMarked;
