package io.github.licensing4j.servlet.admin;

import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a request.
 *
 * @param <T> the record of the request
 * @param value the members as a record
 * @param members the members as received
 */
record RequestBody<T extends Request>(T value, ObjectNode members) {

    /** Returns the members and values in canonical order, so that equal bodies have equal texts. */
    String canonical() {
        return Json.CANONICAL.writeValueAsString(members);
    }
}
