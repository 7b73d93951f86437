package io.github.licensing4j.spring;

import io.github.licensing4j.LicensingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ResourceUtils;

/** Resolves locations of properties: a path, {@code file:} or {@code classpath:}. */
final class Locations {
    private Locations() {}

    /** Returns the file at a location; a resource inside a jar becomes a temporary copy. */
    static Path file(String location, String property, String expected, ResourceLoader resources) {
        // A bare path is a file: Spring would look for it in the class path.
        Resource resource = resources.getResource(
                ResourceUtils.isUrl(location)
                        ? location
                        : Path.of(location).toUri().toString());
        if (!resource.exists()) {
            throw new MissingPropertyException(
                    property,
                    "nothing is at '" + location + "', to which " + property + " points; looked at " + resource,
                    expected);
        }
        try {
            return resource.isFile() ? resource.getFile().toPath() : copy(resource);
        } catch (IOException e) {
            throw new LicensingException("'" + location + "', to which " + property + " points, cannot be read", e);
        }
    }

    /** Returns the path of a location, which need not exist. */
    static Path path(String location, String property, ResourceLoader resources) {
        try {
            return ResourceUtils.isUrl(location)
                    ? resources.getResource(location).getFile().toPath()
                    : Path.of(location);
        } catch (IOException e) {
            throw new LicensingException(
                    "'" + location + "', to which " + property + " points, is no file: expected a path or file:", e);
        }
    }

    private static Path copy(Resource resource) throws IOException {
        Path copy = Files.createTempFile("licensing-", ".yaml");
        copy.toFile().deleteOnExit();
        try (InputStream content = resource.getInputStream()) {
            Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }
}
