package io.github.licensing4j.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.licensing4j.core.file.LockTaker.Kind;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One holder among processes, and within one. */
@Tag("4.4.7")
class ExclusiveFileLockTest {
    private static final String PID = Long.toString(ProcessHandle.current().pid());

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void secondOpenKeepsTheLock(Kind kind) throws Exception {
        try (AutoCloseable first = kind.take(directory)) {
            assertThat(first).isNotNull();
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> kind.take(directory)).hasMessageContaining("process " + PID);
            }
            assertThat(LockTaker.inAnotherProcess(kind, directory)).contains("process " + PID);
        }
        assertThat(LockTaker.inAnotherProcess(kind, directory)).isEqualTo(LockTaker.TAKEN);
        kind.take(directory).close();
    }

    @Test
    void symbolicLinksReachTheSameLock() throws Exception {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        try (AutoCloseable first = Kind.STORE.take(real)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> Kind.STORE.take(link)).hasMessageContaining("process " + PID);
            assertThat(LockTaker.inAnotherProcess(Kind.STORE, real)).contains("process " + PID);
        }
    }

    @Test
    void otherClassLoadersReachTheSameLock() throws Exception {
        URL[] paths = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(ExclusiveFileLockTest::url)
                .toArray(URL[]::new);
        Path file = directory.resolve("lock");
        try (ExclusiveFileLock first = ExclusiveFileLock.acquire(file);
                URLClassLoader other = new URLClassLoader(paths, ClassLoader.getPlatformClassLoader())) {
            assertThat(first).isNotNull();
            var acquire = other.loadClass(ExclusiveFileLock.class.getName()).getMethod("acquire", Path.class);
            assertThatThrownBy(() -> acquire.invoke(null, file))
                    .cause()
                    .hasMessageContaining("process " + PID + " (this one)");
            assertThat(LockTaker.inAnotherProcess(Kind.FILE, directory)).contains("process " + PID);
        }
    }

    @Test
    void failedAcquisitionLeavesNothingRegistered() throws Exception {
        Path file = Files.createDirectory(directory.resolve("lock"));
        assertThatThrownBy(() -> ExclusiveFileLock.acquire(file)).isInstanceOf(java.io.IOException.class);
        Files.delete(file);
        ExclusiveFileLock.acquire(file).close();
    }

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}
