/** Extensions written against the published jars only: an exporter, a listener and a store of quotas. */
@NullMarked
package io.github.licensing4j.examples.extension;

import org.jspecify.annotations.NullMarked;
