package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.servlet.admin.AdminAccess.Verdict.Allowed;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Determines the actor for the audit log. Several people may use one admin token; a back office names the person in
 * {@value #HEADER}. That claim is appended to the authenticated name, so that it cannot impersonate another actor.
 */
final class Actors {
    static final String HEADER = "Licensing-Actor";
    private static final int MAX = 100;

    private Actors() {}

    static String of(Allowed allowed, HttpServletRequest request) {
        String claimed = request.getHeader(HEADER);
        if (claimed == null) {
            return allowed.actor();
        }
        if (claimed.isBlank() || claimed.length() > MAX || claimed.chars().anyMatch(c -> c < ' ' || c > '~')) {
            String expected = "expected 1 to " + MAX + " printable ASCII characters";
            throw new FailureException(
                    Failure.unreadable(HEADER + ": " + expected).blaming(HEADER, expected));
        }
        return allowed.actor() + "/" + claimed.strip();
    }
}
