package io.github.licensing4j.spi;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The claim of a process to the name of a node.
 *
 * @param name the name of the node
 * @param process the unique name of the process
 * @param endedProcess a process that has ended for certain and whose name can be taken at once, null if none is known
 * @param silence the time after which another process that has not been seen loses the name
 */
public record NodeClaim(
        String name, String process, @Nullable String endedProcess, Duration silence) {

    /** Returns the process that has ended, empty if none is known. */
    public Optional<String> ended() {
        return Optional.ofNullable(endedProcess);
    }
}
