package io.github.licensing4j.core.condition;

import io.github.licensing4j.PlanId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The variables of one evaluation, read when the expression uses them. */
final class ConditionVariables {
    /** The prefix of variables of the path. */
    static final String PATH = "path.";

    /** The variable of the listed header fields. */
    static final String HEADERS = "headers";

    /** The variable of the kind of the credential. */
    static final String KIND = "credential.kind";

    private final ConditionSource source;
    private final ConditionInput input;

    ConditionVariables(ConditionSource source, ConditionInput input) {
        this.source = source;
        this.input = input;
    }

    /** Returns a variable by its name in expressions, empty if there is none of that name. */
    Optional<Object> find(String name) {
        Object value = name.startsWith(PATH) ? pathVariable(name.substring(PATH.length())) : value(name);
        return Optional.ofNullable(value);
    }

    private @Nullable Object value(String name) {
        return switch (name) {
            case "request.method" -> input.endpoint().method().toUpperCase(Locale.ROOT);
            case "request.path" -> bounded("the path", input.endpoint().path().path());
            case HEADERS -> headers();
            case "customer.id" -> input.caller().license().customer();
            case KIND -> input.caller().credential().kind().text();
            case "credential.scopes" -> input.caller().credential().scopes();
            case "credential.roles" -> input.caller().credential().roles();
            case "now" -> Instant.ofEpochMilli(input.nowMillis());
            default -> name.startsWith("plan.") ? plan(name) : license(name);
        };
    }

    private @Nullable Object license(String name) {
        return switch (name) {
            case "license.id" -> input.caller().license().id().value();
            case "license.plan" -> input.caller().license().plan().toString();
            case "license.features" -> input.caller().features();
            case "license.status" -> input.caller().license().state().text();
            case "license.external" -> input.caller().external();
            default -> null;
        };
    }

    private @Nullable Object plan(String name) {
        PlanId plan = input.caller().license().plan();
        return switch (name) {
            case "plan.name" -> plan.name();
            case "plan.version" -> (long) plan.version();
            default -> null;
        };
    }

    private @Nullable Object pathVariable(String name) {
        Integer index = source.pathVariables().get(name);
        String value =
                index == null ? null : PathSegment.of(input.endpoint().path().path(), index);
        return value == null ? null : bounded("the path variable '" + name + "'", value);
    }

    /** Returns the listed header fields that the call has, in lower case; several lines are joined (RFC 9110 §5.3). */
    private Map<String, String> headers() {
        Map<String, String> present = new HashMap<>();
        for (String name : source.headers()) {
            List<String> lines = input.endpoint().headers().values(name);
            if (!lines.isEmpty()) {
                present.put(name, bounded("the header field '" + name + "'", String.join(", ", lines)));
            }
        }
        return present;
    }

    private static String bounded(String what, String value) {
        if (value.length() > ConditionBounds.TEXT) {
            throw new ConditionException(
                    what + " is longer than " + ConditionBounds.TEXT + " characters, which no condition reads");
        }
        return value;
    }
}
