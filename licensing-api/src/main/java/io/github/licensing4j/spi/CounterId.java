package io.github.licensing4j.spi;

import io.github.licensing4j.Limit;
import org.jspecify.annotations.Nullable;

/**
 * Names one counter of a license. Editing a limit's amounts keeps its counter; another meter, kind or period is another
 * counter.
 *
 * @param limit the limit's name, or the first name it had where it was renamed
 * @param meter what it counts, null where it counts calls themselves
 * @param kind the kind of limit
 * @param per its period in ISO 8601, empty where the kind has none
 */
public record CounterId(String limit, @Nullable String meter, Limit.Kind kind, String per) {}
