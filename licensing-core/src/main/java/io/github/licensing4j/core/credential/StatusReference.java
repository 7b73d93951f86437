package io.github.licensing4j.core.credential;

import java.util.Map;

/**
 * The address at which the status of a token is published (draft-ietf-oauth-status-list §6).
 *
 * @param uri the exact address of the list
 * @param index the token's index in it, from 0
 */
public record StatusReference(String uri, long index) {
    public StatusReference {
        if (uri.isEmpty() || index < 0) {
            throw new IllegalArgumentException("a status has an address and a place from 0, got " + index);
        }
    }

    /** Returns the claim {@code status}. */
    Map<String, Object> claim() {
        return Map.of("status_list", Map.of("idx", index, "uri", uri));
    }
}
