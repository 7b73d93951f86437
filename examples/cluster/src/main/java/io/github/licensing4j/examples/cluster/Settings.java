package io.github.licensing4j.examples.cluster;

import java.nio.file.Path;

/**
 * The settings of a cluster.
 *
 * @param catalog the catalog of all nodes
 * @param keys the signing keys of all nodes
 * @param directory the directory of the database, and of the journal and log of each node
 * @param adminToken the token of administrators
 */
record Settings(Path catalog, Path keys, Path directory, String adminToken) {

    @Override
    public String toString() {
        return "Settings[" + directory + "]";
    }
}
