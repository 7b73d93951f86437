package io.github.licensing4j.servlet;

import io.github.licensing4j.Refused;
import java.io.IOException;

/** Ends an include whose target the license does not allow: an included servlet can set neither status nor header fields. */
final class IncludeRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Refused refused;

    IncludeRefusedException(Refused refused) {
        super("the license does not allow the included resource: "
                + refused.refusal().code().text());
        this.refused = refused;
    }

    Refused refused() {
        return refused;
    }
}
