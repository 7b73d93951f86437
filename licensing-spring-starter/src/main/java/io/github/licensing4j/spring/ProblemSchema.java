package io.github.licensing4j.spring;

import io.swagger.v3.oas.models.media.Schema;
import java.util.List;

/** Describes the problem of a refused call in an API document: the members of {@code application/problem+json} (RFC 9457). */
final class ProblemSchema {
    static final String NAME = "LicensingProblem";

    private ProblemSchema() {}

    static Schema<?> reference() {
        return new Schema<>().$ref("#/components/schemas/" + NAME);
    }

    static Schema<?> schema() {
        Schema<?> schema = typed("object");
        schema.setDescription("A problem (RFC 9457): why the call was refused, and what would change it.");
        add(
                schema,
                "type",
                described(typed("string"), "URI of the problem type.").format("uri"));
        add(schema, "title", described(typed("string"), "The problem type for people, the same for each code."));
        add(schema, "status", described(typed("integer"), "The HTTP status."));
        add(schema, "detail", described(typed("string"), "What happened, in one sentence."));
        add(schema, "code", described(typed("string"), "The code of the refusal, the last part of type."));
        add(schema, "license", described(typed("string"), "The license, where it is known for certain."));
        add(schema, "plan", described(typed("string"), "The plan of the license and its version, such as pro@2."));
        add(schema, "limit", limit());
        add(schema, "upgrade", upgrade());
        add(schema, "decision", described(typed("string"), "The id of the decision, for support."));
        schema.setRequired(List.of("type", "title", "status", "detail", "code", "decision"));
        return schema;
    }

    private static Schema<?> limit() {
        Schema<?> limit = described(typed("object"), "The limit that refused, where one did.");
        add(limit, "name", described(typed("string"), "Its name within the plan."));
        add(limit, "meter", described(typed("string"), "The meter whose units it limits."));
        add(limit, "amount", described(typed("number"), "The amount, in units of the meter."));
        add(limit, "used", described(typed("number"), "What is used of it."));
        add(limit, "resetsAt", described(typed("string"), "When it resets.").format("date-time"));
        limit.setRequired(List.of("name"));
        return limit;
    }

    private static Schema<?> upgrade() {
        Schema<?> plans = described(typed("array"), "Plans that would have granted the call.");
        plans.setItems(typed("string"));
        Schema<?> upgrade = described(typed("object"), "What would have granted the call, where that is known.");
        add(upgrade, "plans", plans);
        add(upgrade, "url", described(typed("string"), "Where plans are sold.").format("uri"));
        upgrade.setRequired(List.of("plans"));
        return upgrade;
    }

    /** Returns a schema of a type, in the forms of OpenAPI 3.0 and 3.1, which are different members. */
    static Schema<?> typed(String type) {
        Schema<?> schema = new Schema<>().type(type);
        schema.addType(type);
        return schema;
    }

    private static Schema<?> described(Schema<?> schema, String description) {
        schema.setDescription(description);
        return schema;
    }

    @SuppressWarnings("rawtypes") // The signature of the library.
    private static void add(Schema<?> to, String name, Schema member) {
        to.addProperty(name, member);
    }
}
