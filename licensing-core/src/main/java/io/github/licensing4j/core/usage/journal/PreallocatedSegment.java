package io.github.licensing4j.core.usage.journal;

import java.nio.MappedByteBuffer;
import java.nio.file.Path;

/**
 * An unused segment.
 *
 * @param file its file, whose name is not that of a segment
 * @param map the whole file, filled with zeros
 */
record PreallocatedSegment(Path file, MappedByteBuffer map) {}
