package io.github.licensing4j.core.condition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.SimpleType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks what the type checker does not: the size after macros are expanded, that regular expressions are constant and small,
 * that header fields are listed, and that the kind of the credential is compared with kinds that exist.
 */
final class CelChecks {
    private static final String MATCHES = "matches";
    private static final String INDEX = "_[_]";
    private static final String IN = "@in";
    private static final String EQUAL = "_==_";
    private static final String NOT_EQUAL = "_!=_";

    private final CelAbstractSyntaxTree tree;
    private final ConditionSource source;

    private CelChecks(CelAbstractSyntaxTree tree, ConditionSource source) {
        this.tree = tree;
        this.source = source;
    }

    /** @throws IllegalArgumentException if a check fails */
    static void check(CelAbstractSyntaxTree tree, ConditionSource source) {
        if (!tree.getResultType().equals(SimpleType.BOOL)) {
            throw new IllegalArgumentException(
                    "the result is of type " + tree.getResultType().name() + ", expected a condition of type bool");
        }
        CelNavigableExpr root = CelNavigableAst.fromAst(tree).getRoot();
        if (root.height() > ConditionBounds.HEIGHT) {
            throw new IllegalArgumentException("the expression is nested " + root.height()
                    + " levels deep with its macros expanded, expected at most " + ConditionBounds.HEIGHT);
        }
        CelChecks checks = new CelChecks(tree, source);
        root.allNodes().forEach(checks::node);
    }

    private void node(CelNavigableExpr node) {
        if (node.getKind() == Kind.COMPREHENSION && macrosAround(node) >= ConditionBounds.NESTED_MACROS) {
            throw wrong(node, "more than " + ConditionBounds.NESTED_MACROS + " macros are within each other");
        }
        if (node.getKind() == Kind.CALL) {
            call(node, node.expr().call());
        }
        if (node.getKind() == Kind.SELECT && isHeaders(node.expr().select().operand())) {
            requireListed(node, node.expr().select().field());
        }
    }

    private void call(CelNavigableExpr node, CelExpr.CelCall call) {
        List<CelExpr> args = call.args();
        switch (call.function()) {
            case MATCHES -> pattern(node, args.get(args.size() - 1));
            case INDEX -> {
                if (isHeaders(args.get(0))) {
                    header(node, args.get(1));
                }
            }
            case IN -> {
                if (isHeaders(args.get(1))) {
                    header(node, args.get(0));
                }
                if (isVariable(args.get(0), ConditionVariables.KIND)
                        && args.get(1).getKind() == Kind.LIST) {
                    args.get(1).list().elements().forEach(element -> kind(node, element));
                }
            }
            case EQUAL, NOT_EQUAL -> {
                if (isVariable(args.get(0), ConditionVariables.KIND)) {
                    kind(node, args.get(1));
                }
                if (isVariable(args.get(1), ConditionVariables.KIND)) {
                    kind(node, args.get(0));
                }
            }
            default -> {
                // Every other function costs no more than its arguments are long.
            }
        }
    }

    private void pattern(CelNavigableExpr node, CelExpr pattern) {
        String text = constant(pattern);
        if (text == null) {
            throw wrong(node, "the regular expression of 'matches' is computed, expected a constant text");
        }
        if (macrosAround(node) > 0) {
            throw wrong(node, "'matches' is in a macro, expected it outside");
        }
        try {
            int size = Pattern.compile(text).programSize();
            if (size > ConditionBounds.REGEX) {
                throw wrong(
                        node,
                        "the regular expression has " + size + " instructions, expected at most "
                                + ConditionBounds.REGEX);
            }
        } catch (PatternSyntaxException e) {
            throw wrong(node, "the regular expression is wrong: " + e.getMessage());
        }
    }

    private void header(CelNavigableExpr node, CelExpr name) {
        String text = constant(name);
        if (text == null) {
            throw wrong(node, "the name of a header field is computed, expected a constant text");
        }
        requireListed(node, text);
    }

    private void requireListed(CelNavigableExpr node, String header) {
        if (!source.headers().contains(header)) {
            throw wrong(
                    node,
                    "the header field '" + header + "' is not listed in 'headers', expected one of "
                            + String.join(", ", source.headers()) + ", in lower case");
        }
    }

    /** A misspelled kind would make {@code !=} hold for every call. */
    private void kind(CelNavigableExpr node, CelExpr compared) {
        String text = constant(compared);
        if (text != null && CredentialKind.of(text).isEmpty()) {
            throw wrong(
                    node,
                    "there is no kind of credentials '" + text + "', expected one of "
                            + Stream.of(CredentialKind.values())
                                    .map(CredentialKind::text)
                                    .collect(Collectors.joining(", ")));
        }
    }

    private static boolean isHeaders(CelExpr expr) {
        return isVariable(expr, ConditionVariables.HEADERS);
    }

    private static boolean isVariable(CelExpr expr, String name) {
        return expr.getKind() == Kind.IDENT && expr.ident().name().equals(name);
    }

    private static @Nullable String constant(CelExpr expr) {
        return expr.getKind() == Kind.CONSTANT && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? expr.constant().stringValue()
                : null;
    }

    private static int macrosAround(CelNavigableExpr node) {
        int macros = 0;
        for (Optional<CelNavigableExpr> up = node.parent();
                up.isPresent();
                up = up.get().parent()) {
            macros += up.get().getKind() == Kind.COMPREHENSION ? 1 : 0;
        }
        return macros;
    }

    private IllegalArgumentException wrong(CelNavigableExpr node, String message) {
        Integer offset = tree.getSource().getPositionsMap().get(node.id());
        return new IllegalArgumentException(
                message + (offset == null ? "" : ExpressionPart.at(source.expression(), offset)));
    }
}
