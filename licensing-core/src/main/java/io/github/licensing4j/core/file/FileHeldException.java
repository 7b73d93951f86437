package io.github.licensing4j.core.file;

import java.io.IOException;

/** A lock file is held already, by this process or by another one. */
public final class FileHeldException extends IOException {
    private static final long serialVersionUID = 1;

    private final String holder;

    FileHeldException(String file, String holder) {
        super("'" + file + "' is held by process " + holder);
        this.holder = holder;
    }

    /** Returns the holder as a text for messages: {@code process 42}, or {@code process 42, which is this one}. */
    public String describeHolder() {
        boolean own = holder.equals(String.valueOf(ProcessHandle.current().pid()));
        return "process " + holder + (own ? ", which is this one" : "");
    }
}
