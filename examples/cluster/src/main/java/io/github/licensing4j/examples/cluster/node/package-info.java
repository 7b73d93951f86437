/** The application, of which each node is a process. Nothing in it is about several nodes but the name it answers with. */
@NullMarked
package io.github.licensing4j.examples.cluster.node;

import org.jspecify.annotations.NullMarked;
