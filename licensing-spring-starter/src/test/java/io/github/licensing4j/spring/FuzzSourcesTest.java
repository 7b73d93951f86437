package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the fuzz targets of all modules, which the default build leaves out, without Jazzer. */
class FuzzSourcesTest {
    private static final List<String> MODULES = List.of("licensing-core", "licensing-servlet");

    /** What the targets use of Jazzer. */
    private static final List<JavaFileObject> JAZZER = List.of(
            source("com.code_intelligence.jazzer.junit.FuzzTest", """
                    package com.code_intelligence.jazzer.junit;
                    public @interface FuzzTest { String maxDuration() default ""; }
                    """),
            source("com.code_intelligence.jazzer.api.FuzzedDataProvider", """
                    package com.code_intelligence.jazzer.api;
                    public interface FuzzedDataProvider {
                        boolean consumeBoolean();
                        char consumeChar();
                        int consumeInt(int min, int max);
                        int remainingBytes();
                        String consumeString(int maxLength);
                        String consumeRemainingAsString();
                        <T> T pickValue(java.util.List<T> values);
                    }
                    """));

    @TempDir
    Path classes;

    private static JavaFileObject source(String type, String text) {
        URI name = URI.create("string:///" + type.replace('.', '/') + ".java");
        return new SimpleJavaFileObject(name, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static List<Path> targets(String module) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "fuzz", "java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String classPath() {
        List<String> all = new ArrayList<>();
        for (String module : MODULES) {
            all.add(Path.of("..", module, "target", "classes").toString());
            all.add(Path.of("..", module, "target", "test-classes").toString());
        }
        all.add(System.getProperty("java.class.path"));
        return String.join(File.pathSeparator, all);
    }

    @Test
    void fuzzTargetsCompile() throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "needs a JDK");
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<JavaFileObject> sources = new ArrayList<>(JAZZER);
            for (String module : MODULES) {
                List<Path> targets = targets(module);
                assertThat(targets).as(module).isNotEmpty();
                files.getJavaFileObjectsFromPaths(targets).forEach(sources::add);
            }
            List<String> options =
                    List.of("-proc:none", "-implicit:none", "-cp", classPath(), "-d", classes.toString());
            StringWriter errors = new StringWriter();
            boolean isCompiled = compiler.getTask(errors, files, null, options, null, sources)
                    .call();
            assertThat(isCompiled).as(errors.toString()).isTrue();
        }
    }
}
