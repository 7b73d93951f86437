package io.github.licensing4j.core;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Measures classes, methods, parameters and record components of source files. Blank lines and comments do not count. */
final class SourceSizes {
    /** A measured size above its bound. The place is a class, or a class and its method: {@code Outer.Inner#method}. */
    record Oversize(Bound bound, String place, int size) {}

    enum Bound {
        CLASS(250, "lines of a class"),
        METHOD(30, "lines of a method"),
        PARAMETERS(4, "parameters"),
        COMPONENTS(10, "record components");

        final int most;
        final String unit;

        Bound(int most, String unit) {
            this.most = most;
            this.unit = unit;
        }
    }

    private SourceSizes() {}

    static List<Oversize> above(List<Path> files) throws IOException {
        JavaCompiler compiler =
                Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "no compiler: expected a JDK");
        List<Oversize> found = new ArrayList<>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, error -> {}, null, null, manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Measure(unit, positions, found).scan(unit, null);
            }
        }
        return found;
    }

    private static final class Measure extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final String text;
        private final SourcePositions positions;
        private final List<Oversize> found;
        private final Deque<ClassTree> classes = new ArrayDeque<>();

        Measure(CompilationUnitTree unit, SourcePositions positions, List<Oversize> found) throws IOException {
            this.unit = unit;
            this.text = unit.getSourceFile().getCharContent(true).toString();
            this.positions = positions;
            this.found = found;
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
            classes.addLast(tree);
            if (classes.size() == 1) {
                check(Bound.CLASS, place(), lines(tree));
            }
            if (tree.getKind() == Tree.Kind.RECORD) {
                check(Bound.COMPONENTS, place(), components(tree));
            }
            super.visitClass(tree, null);
            classes.removeLast();
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void unused) {
            if (positions.getStartPosition(unit, tree) >= 0) {
                String method = place() + "#" + tree.getName();
                if (!isRecordConstructor(tree)) {
                    check(Bound.PARAMETERS, method, tree.getParameters().size());
                }
                if (tree.getBody() != null) {
                    check(Bound.METHOD, method, lines(tree.getBody()) - 2);
                }
            }
            return super.visitMethod(tree, null);
        }

        /** The bound of components is the bound of a record's constructors. */
        private boolean isRecordConstructor(MethodTree tree) {
            return classes.getLast().getKind() == Tree.Kind.RECORD
                    && tree.getName().contentEquals("<init>");
        }

        private static int components(ClassTree tree) {
            return (int) tree.getMembers().stream()
                    .filter(VariableTree.class::isInstance)
                    .filter(member ->
                            !((VariableTree) member).getModifiers().getFlags().contains(Modifier.STATIC))
                    .count();
        }

        private String place() {
            return classes.stream().map(ClassTree::getSimpleName).collect(Collectors.joining("."));
        }

        private int lines(Tree tree) {
            int start = (int) positions.getStartPosition(unit, tree);
            int end = (int) positions.getEndPosition(unit, tree);
            return (int) text.substring(start, end)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty()
                            && !line.startsWith("//")
                            && !line.startsWith("/*")
                            && !line.startsWith("*"))
                    .count();
        }

        private void check(Bound bound, String place, int size) {
            if (size > bound.most) {
                found.add(new Oversize(bound, place, size));
            }
        }
    }
}
