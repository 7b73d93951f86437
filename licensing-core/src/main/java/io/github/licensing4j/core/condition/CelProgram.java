package io.github.licensing4j.core.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelVariableResolver;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A program of the Common Expression Language whose result is a boolean. */
final class CelProgram {
    /** The planned runtime requires comparisons of numbers of different types. */
    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(ConditionBounds.EXPRESSION)
            .maxParseExpressionNodeCount(ConditionBounds.NODES)
            .maxParseRecursionDepth(ConditionBounds.NESTING)
            .maxParseErrorRecoveryLimit(1)
            .comprehensionMaxIterations(ConditionBounds.ITERATIONS)
            .maxRegexProgramSize(ConditionBounds.REGEX)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

    private static final CelType TEXTS = ListType.create(SimpleType.STRING);
    private static final CelType TEXT_BY_NAME = MapType.create(SimpleType.STRING, SimpleType.STRING);

    private static final Map<String, CelType> VARIABLES = Map.ofEntries(
            Map.entry("request.method", SimpleType.STRING),
            Map.entry("request.path", SimpleType.STRING),
            Map.entry("license.id", SimpleType.STRING),
            Map.entry("license.plan", SimpleType.STRING),
            Map.entry("license.features", TEXTS),
            Map.entry("license.status", SimpleType.STRING),
            Map.entry("license.external", TEXT_BY_NAME),
            Map.entry("plan.name", SimpleType.STRING),
            Map.entry("plan.version", SimpleType.INT),
            Map.entry("customer.id", SimpleType.STRING),
            Map.entry(ConditionVariables.KIND, SimpleType.STRING),
            Map.entry("credential.scopes", TEXTS),
            Map.entry("credential.roles", TEXTS),
            Map.entry("now", SimpleType.TIMESTAMP));

    private final CelRuntime.Program program;

    private CelProgram(CelRuntime.Program program) {
        this.program = program;
    }

    /** @throws IllegalArgumentException if the expression is wrong or too large; the message names the part of it */
    static CelProgram compile(ConditionSource source) {
        Map<String, CelType> variables = variables(source);
        CelCompilerBuilder compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setResultType(SimpleType.BOOL);
        variables.forEach(compiler::addVar);
        try {
            CelAbstractSyntaxTree tree =
                    compiler.build().compile(source.expression()).getAst();
            CelChecks.check(tree, source);
            return new CelProgram(RUNTIME.createProgram(tree));
        } catch (CelValidationException e) {
            throw new IllegalArgumentException(described(e, source, variables), e);
        } catch (CelEvaluationException e) {
            throw new IllegalArgumentException("the expression cannot be planned: " + e.getMessage(), e);
        }
    }

    private static Map<String, CelType> variables(ConditionSource source) {
        Map<String, CelType> variables = new TreeMap<>(VARIABLES);
        source.pathVariables()
                .keySet()
                .forEach(name -> variables.put(ConditionVariables.PATH + name, SimpleType.STRING));
        if (!source.headers().isEmpty()) {
            variables.put(ConditionVariables.HEADERS, TEXT_BY_NAME);
        }
        return variables;
    }

    private static String described(CelValidationException e, ConditionSource source, Map<String, CelType> variables) {
        List<CelIssue> issues = List.copyOf(e.getErrors());
        if (issues.isEmpty()) {
            return "the expression is wrong: " + e.getMessage();
        }
        CelIssue first = issues.get(0);
        CelSourceLocation at = first.getSourceLocation();
        String known = first.getMessage().startsWith("undeclared reference")
                ? "; the variables are " + String.join(", ", new TreeSet<>(variables.keySet()))
                        + (source.headers().isEmpty() ? ", and headers where 'headers' lists some" : "")
                : "";
        String message = first.getMessage().replace(" (in container '')", "");
        return message + ExpressionPart.at(source.expression(), at.getLine(), at.getColumn()) + known;
    }

    /** An evaluation that failed. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String code;

        Failure(String code, @Nullable Throwable cause) {
            super(code, cause);
            this.code = code;
        }

        /** Returns the kind of the error, without values of the call. */
        String code() {
            return code;
        }
    }

    /**
     * Returns the result for these variables.
     *
     * @throws Failure if the expression cannot be evaluated
     */
    boolean evaluate(ConditionVariables variables) {
        CelVariableResolver resolver = variables::find;
        try {
            if (program.eval(resolver) instanceof Boolean result) {
                return result;
            }
        } catch (CelEvaluationException e) {
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof ConditionException own) {
                    throw own;
                }
            }
            throw new Failure(e.getErrorCode().name().toLowerCase(Locale.ROOT).replace('_', ' '), e);
        }
        throw new Failure("the result is no boolean", null);
    }
}
