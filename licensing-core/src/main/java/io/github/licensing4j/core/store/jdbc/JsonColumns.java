package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.SignalEvidence;
import io.github.licensing4j.spi.CounterIncrement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Converts small lists and maps to and from JSON columns. */
final class JsonColumns {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final TypeReference<List<String>> LIST = new TypeReference<>() {};
    private static final TypeReference<TreeMap<String, String>> MAP = new TypeReference<>() {};

    private static final TypeReference<List<CounterIncrement>> COUNTERS = new TypeReference<>() {};

    private JsonColumns() {}

    static String list(List<String> texts) {
        return MAPPER.writeValueAsString(texts);
    }

    /** Returns a sorted array, so that the same set always has the same text. */
    static String set(Collection<String> texts) {
        return MAPPER.writeValueAsString(new TreeSet<>(texts));
    }

    static String map(Map<String, String> texts) {
        return MAPPER.writeValueAsString(new TreeMap<>(texts));
    }

    static String counters(List<CounterIncrement> counters) {
        return MAPPER.writeValueAsString(counters);
    }

    static String evidence(SignalEvidence evidence) {
        return MAPPER.writeValueAsString(evidence);
    }

    /** @throws IllegalArgumentException if the column holds no evidence */
    static SignalEvidence evidence(String column) {
        try {
            return MAPPER.readValue(column, SignalEvidence.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the evidence of a signal was expected", e);
        }
    }

    /** @throws IllegalArgumentException if the column holds no such list */
    static List<CounterIncrement> counters(String column) {
        try {
            return MAPPER.readValue(column, COUNTERS);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a list of counters was expected", e);
        }
    }

    /** @throws IllegalArgumentException if the column holds no such list */
    static List<String> list(String column) {
        try {
            return MAPPER.readValue(column, LIST);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a list of texts was expected", e);
        }
    }

    /** @throws IllegalArgumentException if the column holds no such map */
    static Map<String, String> map(String column) {
        try {
            return MAPPER.readValue(column, MAP);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a map of texts was expected", e);
        }
    }
}
