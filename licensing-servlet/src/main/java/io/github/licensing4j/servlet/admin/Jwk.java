package io.github.licensing4j.servlet.admin;

import com.fasterxml.jackson.annotation.JsonValue;
import tools.jackson.databind.node.ObjectNode;

/**
 * A public key (RFC 7517). The license management checks it.
 *
 * @param members the members of the object
 */
record Jwk(@JsonValue ObjectNode members) {

    static Jwk parse(String json) {
        return new Jwk(Json.MAPPER.readValue(json, ObjectNode.class));
    }

    /** Returns the key as JSON. */
    String text() {
        return Json.MAPPER.writeValueAsString(members);
    }

    /** Hides the members: a private key may have been sent by mistake. */
    @Override
    public String toString() {
        return "Jwk[***]";
    }
}
