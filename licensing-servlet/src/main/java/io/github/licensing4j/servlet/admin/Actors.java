package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.servlet.admin.AdminAccess.Verdict.Allowed;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Who the audit log names. Behind one admin token there may be many people; a back office says which by {@value #HEADER}. What
 * it says is entered behind the name that was proven, so that nobody can be taken for somebody else.
 */
final class Actors {
    static final String HEADER = "Licensing-Actor";
    private static final int MAX = 100;

    private Actors() {}

    static String of(Allowed allowed, HttpServletRequest request) {
        String said = request.getHeader(HEADER);
        if (said == null) {
            return allowed.actor();
        }
        if (said.isBlank() || said.length() > MAX || said.chars().anyMatch(c -> c < ' ' || c > '~')) {
            String expected = "expected 1 to " + MAX + " printable ASCII characters";
            throw new FailureException(
                    Failure.unreadable(HEADER + ": " + expected).blaming(HEADER, expected));
        }
        return allowed.actor() + "/" + said.strip();
    }
}
