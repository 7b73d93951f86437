/**
 * Starts several nodes of an application on one PostgreSQL behind a balancer, and checks them. Start reading at
 * {@link io.github.licensing4j.examples.cluster.ClusterExample}.
 */
@NullMarked
package io.github.licensing4j.examples.cluster;

import org.jspecify.annotations.NullMarked;
