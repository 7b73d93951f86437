package io.github.licensing4j.spring.mcp;

import io.github.licensing4j.Refusal;
import io.github.licensing4j.servlet.LicensingFilter;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Renders refusals as the result of a tool: a text that a language model can act on, and the problem document as structured
 * content. Safe for use by many threads.
 */
final class RefusedTool {
    private static final TypeReference<Map<String, Object>> DOCUMENT = new TypeReference<>() {};

    private final LicensingFilter filter;
    private final JsonMapper json = JsonMapper.builder().build();

    RefusedTool(LicensingFilter filter) {
        this.filter = filter;
    }

    CallToolResult of(Refusal refusal) {
        Map<String, Object> problem = json.readValue(filter.problem(refusal), DOCUMENT);
        return CallToolResult.builder()
                .isError(true)
                .addTextContent(text(problem, refusal.retryAt()))
                .structuredContent(problem)
                .build();
    }

    /**
     * Returns the sentences of a problem document: what is missing, when it resets, how to upgrade.
     *
     * @param retryAt when the same call may pass, null if waiting does not help
     */
    private static String text(Map<String, Object> problem, @Nullable Instant retryAt) {
        StringBuilder text = new StringBuilder("Refused by the license: ")
                .append(problem.get("code"))
                .append(". ")
                .append(problem.get("detail"));
        if (problem.get("limit") instanceof Map<?, ?> limit) {
            append(text, " Used: ", limit.get("used"), "");
            append(text, " of ", limit.get("amount"), ".");
            append(text, " It resets at ", limit.get("resetsAt"), ".");
        }
        append(text, " The same call may pass from ", retryAt, " on.");
        if (problem.get("upgrade") instanceof Map<?, ?> upgrade) {
            append(text, " Plans that allow it: ", upgrade.get("plans"), ".");
            append(text, " Upgrade at ", upgrade.get("url"), " .");
        }
        append(text, " Decision: ", problem.get("decision"), ".");
        return text.toString();
    }

    private static void append(StringBuilder text, String before, @Nullable Object value, String after) {
        if (value instanceof List<?> names) {
            text.append(before)
                    .append(names.stream().map(String::valueOf).collect(Collectors.joining(", ")))
                    .append(after);
        } else if (value != null) {
            text.append(before).append(value).append(after);
        }
    }
}
