package io.github.licensing4j.core.usage.journal;

import java.nio.MappedByteBuffer;
import java.nio.file.Path;

/**
 * A segment not yet used.
 *
 * @param file its file, under a name that is no segment's
 * @param map all of it, zeros
 */
record PreallocatedSegment(Path file, MappedByteBuffer map) {}
