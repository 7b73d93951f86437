package io.github.licensing4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists every endpoint with its requirement, and warnings.
 *
 * @param entries one for each registered endpoint, in the given order
 * @param warnings sentences for people, such as a rule that matches no endpoint
 */
public record EndpointReport(List<Entry> entries, List<String> warnings) {
    public EndpointReport {
        entries = List.copyOf(entries);
        warnings = List.copyOf(warnings);
    }

    /**
     * One endpoint.
     *
     * @param endpoint the endpoint
     * @param requirement its requirement with the catalog's rule joined in, null if it needs no license
     */
    public record Entry(Endpoint endpoint, @Nullable Requirement requirement) {}
}
