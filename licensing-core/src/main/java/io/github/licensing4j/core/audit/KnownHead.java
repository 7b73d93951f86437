package io.github.licensing4j.core.audit;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.audit.AuditChain.Head;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The end of the chain as it was when it was last looked at, in a file beside the key. After a restart, the log is measured
 * by it: nobody else remembers how long it was. One thread keeps it, any may read it.
 */
public final class KnownHead {
    private static final Pattern FORM = Pattern.compile("(.{1,200}):([0-9]{1,18}):([0-9a-f]{64})\\R?");

    private final @Nullable Path file;
    private volatile Optional<Head> head;

    private KnownHead(@Nullable Path file, Optional<Head> head) {
        this.file = file;
        this.head = head;
    }

    /** Remembers nothing beyond this process. */
    static KnownHead none() {
        return new KnownHead(null, Optional.empty());
    }

    /**
     * Reads the file; where there is none, nothing is known yet.
     *
     * @throws LicensingException if it cannot be read or holds something else
     */
    static KnownHead at(Path file) {
        try {
            if (!Files.exists(file)) {
                return new KnownHead(file, Optional.empty());
            }
            Matcher found = FORM.matcher(Files.readString(file, StandardCharsets.UTF_8));
            if (!found.matches()) {
                throw new LicensingException(
                        "'" + file + "' does not hold the end of the audit log, expected chain:number:code");
            }
            return new KnownHead(
                    file, Optional.of(new Head(found.group(1), Long.parseLong(found.group(2)), found.group(3))));
        } catch (IOException e) {
            throw new LicensingException("the end of the audit log in '" + file + "' cannot be read", e);
        }
    }

    /** The end as it was, empty if nothing is known. */
    Optional<Head> head() {
        return head;
    }

    /** Remembers a later end: whole or not at all. */
    void keep(Head later) {
        if (file != null && later.seq() > 0) {
            try {
                Path next = file.resolveSibling(file.getFileName() + ".next");
                Files.writeString(
                        next,
                        later + "\n",
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.SYNC);
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new LicensingException("the end of the audit log cannot be written to '" + file + "'", e);
            }
        }
        head = Optional.of(later);
    }
}
