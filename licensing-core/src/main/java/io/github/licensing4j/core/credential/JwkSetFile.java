package io.github.licensing4j.core.credential;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.file.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Objects;

/** Writes private JWK sets to files. */
final class JwkSetFile {
    private JwkSetFile() {}

    /**
     * Replaces a file as a whole or not at all. A new file is readable only by its owner; one that exists keeps its
     * owner, group and permissions, so that a service that could read it still can. The target of a symbolic link is
     * replaced, not the link.
     *
     * @throws LicensingException if it cannot be written
     */
    static void write(Path path, List<JWK> set) {
        try {
            boolean exists = Files.exists(path);
            Path file = exists ? path.toRealPath() : path.toAbsolutePath();
            Path next = file.resolveSibling(file.getFileName() + ".next");
            try {
                Files.deleteIfExists(next);
                OwnerOnlyFiles.create(next);
                Files.writeString(next, new JWKSet(set).toString(false));
                if (exists && OwnerOnlyFiles.isPosix(file)) {
                    keepAccess(file, next);
                }
                OwnerOnlyFiles.force(next);
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(next);
            }
            OwnerOnlyFiles.forceDirectory(Objects.requireNonNull(file.getParent()));
        } catch (IOException e) {
            throw new LicensingException("the keys in '" + path + "' cannot be written", e);
        }
    }

    /**
     * Keeps owner, group and permissions. If this process is not the owner, it may not restore them: the write fails
     * then, and the file is unchanged.
     */
    private static void keepAccess(Path from, Path to) throws IOException {
        PosixFileAttributes old = Files.readAttributes(from, PosixFileAttributes.class);
        PosixFileAttributeView target =
                Objects.requireNonNull(Files.getFileAttributeView(to, PosixFileAttributeView.class));
        PosixFileAttributes own = target.readAttributes();
        if (!own.owner().equals(old.owner())) {
            target.setOwner(old.owner());
        }
        if (!own.group().equals(old.group())) {
            target.setGroup(old.group());
        }
        target.setPermissions(old.permissions());
    }
}
