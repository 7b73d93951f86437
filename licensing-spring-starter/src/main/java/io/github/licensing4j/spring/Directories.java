package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks directories of properties before files are opened in them. */
final class Directories {
    private Directories() {}

    /**
     * Checks that files can be created in a directory, or the directory itself if it does not exist.
     *
     * @throws LicensingException if they cannot, with the property and the reason
     */
    static void check(String property, Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        Path existing = absolute;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        String place = existing.equals(absolute) ? "it" : "'" + existing + "'";
        if (!Files.isDirectory(existing)) {
            throw failure(property, absolute, place + " is a file");
        }
        if (!Files.isWritable(existing)) {
            throw failure(property, absolute, place + " is not writable");
        }
    }

    /**
     * Checks that a file can be read, or created if it does not exist.
     *
     * @throws LicensingException if it cannot, with the property and the reason
     */
    static void checkFile(String property, Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        String fault = "";
        if (Files.isDirectory(absolute)) {
            fault = "it is a directory";
        } else if (Files.exists(absolute)) {
            fault = Files.isReadable(absolute) ? "" : "it is not readable";
        } else if (parent == null || !Files.isDirectory(parent)) {
            fault = "'" + parent + "' is not a directory";
        } else if (!Files.isWritable(parent)) {
            fault = "'" + parent + "' is not writable";
        }
        if (!fault.isEmpty()) {
            throw new LicensingException(property + " is '" + absolute + "', but " + fault
                    + ": expected a file that this process may read or create");
        }
    }

    /**
     * Checks that a file can be replaced, for which its directory must be writable.
     *
     * @throws LicensingException if it cannot, with the property and the reason
     */
    static void checkReplacedFile(String property, Path file) {
        checkFile(property, file);
        Path parent = file.toAbsolutePath().normalize().getParent();
        if (parent != null && !Files.isWritable(parent)) {
            throw new LicensingException(
                    property + " is '" + file.toAbsolutePath().normalize() + "', but '" + parent
                            + "' is not writable: expected a file in a directory in which this process may create files");
        }
    }

    private static LicensingException failure(String property, Path directory, String reason) {
        return new LicensingException(property + " is '" + directory + "', but " + reason
                + ": expected a directory in which this process may create files");
    }
}
