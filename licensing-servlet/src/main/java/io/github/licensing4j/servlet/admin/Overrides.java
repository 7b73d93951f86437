package io.github.licensing4j.servlet.admin;

import com.fasterxml.jackson.annotation.JsonValue;
import tools.jackson.databind.node.ObjectNode;

/**
 * The changes of a license to its plan. The catalog checks them.
 *
 * @param members the members of the object
 */
record Overrides(@JsonValue ObjectNode members) {

    /** Returns the overrides as JSON. */
    String text() {
        return Json.MAPPER.writeValueAsString(members);
    }
}
