package io.github.licensing4j.core.usage.export;

import io.github.licensing4j.spi.ExportEvent;
import java.util.Optional;

/** Converts events to lines, and reads their ids back. */
interface LineForm {

    /** Returns the first lines of a new file with line ends; may be empty. */
    String header();

    /** Returns the line of an event with its line end; empty if a line cannot hold it. */
    Optional<String> line(ExportEvent event);

    /** Returns the id of an event as written in its line. */
    String id(ExportEvent event);

    /** Returns the id in a whole line without its line end; empty if it has none. */
    String idIn(String line);
}
