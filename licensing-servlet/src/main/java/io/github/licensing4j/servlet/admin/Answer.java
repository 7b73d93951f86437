package io.github.licensing4j.servlet.admin;

import java.util.LinkedHashMap;
import java.util.Map;

/** The response of a route.
 *
 * @param status the HTTP status
 * @param type the media type of the body
 * @param body the body, empty for none
 * @param fields header fields in addition to those of every response
 */
record Answer(int status, String type, String body, Map<String, String> fields) {
    private static final String JSON = "application/json";

    static Answer ok(Object json) {
        return json(200, json);
    }

    static Answer created(Object json) {
        return json(201, json);
    }

    static Answer noContent() {
        return new Answer(204, JSON, "", Map.of());
    }

    static Answer json(int status, Object json) {
        return new Answer(status, JSON, Json.ANSWERS.writeValueAsString(json), Map.of());
    }

    static Answer text(String type, String text) {
        return new Answer(200, type, text, Map.of());
    }

    Answer with(String field, String value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(field, value);
        return new Answer(status, type, body, more);
    }
}
