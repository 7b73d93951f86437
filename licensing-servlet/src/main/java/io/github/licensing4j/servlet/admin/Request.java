package io.github.licensing4j.servlet.admin;

import org.jspecify.annotations.Nullable;

/** A request body that may state a reason. Its members are the components of the record, in their order. */
interface Request {

    /** Returns the reason for the audit log, at most 500 characters. */
    @Nullable
    String reason();
}
