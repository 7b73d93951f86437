package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.spi.ExportEvent;
import java.util.Optional;

/** How events are written to lines, and their ids are read back. */
interface LineForm {

    /** What a new file begins with, line ends included; may be empty. */
    String header();

    /** The line of an event, with its end; empty where a line cannot hold it. */
    Optional<String> line(ExportEvent event);

    /** The id of an event as it stands in its line. */
    String id(ExportEvent event);

    /** The id that stands in a whole line, without its end; empty if it has none. */
    String idIn(String line);
}
