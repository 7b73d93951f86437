package io.github.licensing4j.core.condition;

import java.util.List;
import java.util.Map;

/**
 * A condition as the catalog has it.
 *
 * @param expression the text of the expression
 * @param headers the header fields that the expression may read, in lower case
 * @param pathVariables the index of the path segment of each variable, by the name of the variable
 */
public record ConditionSource(String expression, List<String> headers, Map<String, Integer> pathVariables) {
    public ConditionSource {
        headers = List.copyOf(headers);
        pathVariables = Map.copyOf(pathVariables);
    }
}
