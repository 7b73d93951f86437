package io.github.licensing4j.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Permissions of files that are for their owner only. */
class OwnerOnlyFilesTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void requirePosix() {
        assumeTrue(OwnerOnlyFiles.isPosix(directory), "no POSIX permissions here");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void createsDirectoriesWithParents() throws IOException {
        OwnerOnlyFiles.createDirectories(directory.resolve("a/b"));
        assertThat(permissions(directory.resolve("a"))).isEqualTo("rwx------");
        assertThat(permissions(directory.resolve("a/b"))).isEqualTo("rwx------");
    }

    @Test
    void createsFileOnce() throws IOException {
        Path file = directory.resolve("file");
        OwnerOnlyFiles.create(file);
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThatThrownBy(() -> OwnerOnlyFiles.create(file)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void replacesFileAndLeavesNothingBeside() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "before");
        OwnerOnlyFiles.replace(file, new byte[] {'x'});
        assertThat(file).hasContent("x");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(directory).isDirectoryContaining(file::equals).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void restrictsExistingFilesAndDirectories() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        Path inner = Files.createDirectory(directory.resolve("inner"));
        OwnerOnlyFiles.restrict(file);
        OwnerOnlyFiles.restrict(inner);
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(inner)).isEqualTo("rwx------");
    }

    @Test
    void keepsInterruptWhenForcingDirectory() throws IOException {
        Thread.currentThread().interrupt();
        OwnerOnlyFiles.forceDirectory(directory);
        assertThat(Thread.interrupted()).isTrue();
    }
}
