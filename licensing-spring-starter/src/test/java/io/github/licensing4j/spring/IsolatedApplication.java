package io.github.licensing4j.spring;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Starts an application with its own copies of all classes, the library's included, without some archives of the class path. A
 * {@code FilteredClassLoader} hides classes from look-ups by name only: classes that are linked would find them.
 */
public final class IsolatedApplication {
    static final String STARTED = "started";

    private IsolatedApplication() {}

    /**
     * Starts an application.
     *
     * @param absent the starts of the names of archives
     * @return {@link #STARTED}, or description and action of the failure
     */
    static String start(Path directory, List<String> absent, String... properties)
            throws IOException, ReflectiveOperationException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(without(absent), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            return String.valueOf(loader.loadClass(IsolatedApplication.class.getName())
                    .getMethod("startHere", Path.class, String[].class)
                    .invoke(null, directory, properties));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] without(List<String> absent) throws IOException {
        List<URL> kept = new ArrayList<>();
        List<String> left = new ArrayList<>(absent);
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            String name = String.valueOf(path.getFileName());
            if (absent.stream().noneMatch(name::startsWith)) {
                kept.add(path.toUri().toURL());
            } else {
                left.removeIf(name::startsWith);
            }
        }
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("not on the class path: " + left);
        }
        return kept.toArray(URL[]::new);
    }

    /** Starts an application with the classes of this class loader. */
    public static String startHere(Path directory, String... properties) {
        AtomicReference<String> result = new AtomicReference<>();
        StoredApplication.in(directory)
                .withPropertyValues(properties)
                .run(context -> result.set(result(context.getStartupFailure())));
        return Objects.requireNonNull(result.get());
    }

    private static String result(@Nullable Throwable failure) {
        if (failure == null) {
            return STARTED;
        }
        FailureAnalysis analysis = new LicensingFailureAnalyzer().analyze(failure);
        return analysis == null ? failure.toString() : analysis.getDescription() + "\n" + analysis.getAction();
    }
}
