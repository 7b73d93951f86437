package io.github.licensing4j;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The facts that have led to a signal. It contains no credential, no user and no full address.
 *
 * @param figures numbers by their names, such as {@code networks}
 * @param examples texts by their names, such as {@code endpoints}; each at most ten
 */
public record SignalEvidence(Map<String, Long> figures, Map<String, List<String>> examples) {
    /** The maximum of texts of one name. */
    public static final int MAX_EXAMPLES = 10;

    public SignalEvidence {
        figures = Collections.unmodifiableMap(new TreeMap<>(figures));
        Map<String, List<String>> first = new TreeMap<>();
        examples.forEach((name, texts) ->
                first.put(name, List.copyOf(texts.subList(0, Math.min(MAX_EXAMPLES, texts.size())))));
        examples = Collections.unmodifiableMap(first);
    }

    /** Returns evidence of numbers only. */
    public static SignalEvidence of(Map<String, Long> figures) {
        return new SignalEvidence(figures, Map.of());
    }
}
