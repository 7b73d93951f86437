package io.github.licensing4j.core.store.jdbc;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Small lists and maps of strings as columns hold them. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final TypeReference<List<String>> LIST = new TypeReference<>() {};
    private static final TypeReference<TreeMap<String, String>> MAP = new TypeReference<>() {};

    private Json() {}

    static String list(List<String> texts) {
        return MAPPER.writeValueAsString(texts);
    }

    /** Sorted, so that the same set is always the same text. */
    static String set(Collection<String> texts) {
        return MAPPER.writeValueAsString(new TreeSet<>(texts));
    }

    static String map(Map<String, String> texts) {
        return MAPPER.writeValueAsString(new TreeMap<>(texts));
    }

    /** @throws IllegalArgumentException if it is something else */
    static List<String> list(String column) {
        try {
            return MAPPER.readValue(column, LIST);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a list of texts was expected", e);
        }
    }

    /** @throws IllegalArgumentException if it is something else */
    static Map<String, String> map(String column) {
        try {
            return MAPPER.readValue(column, MAP);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a map of texts was expected", e);
        }
    }
}
