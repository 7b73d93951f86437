package io.github.licensing4j.core.admin;

import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.core.credential.Bindings;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;

/** Validates the requested settings of a new credential, and the bindings of a license. */
final class KeyRequests {
    private static final int MAX_SCOPES = 50;
    private static final int MAX_BOUND = 100;
    private static final int MAX_TEXT = 200;
    /** RFC 6749 §3.3. */
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,128}");

    private KeyRequests() {}

    static void checkScopes(Set<String> scopes) {
        if (scopes.size() > MAX_SCOPES) {
            throw new InvalidFieldException("scopes", "expected at most " + MAX_SCOPES);
        }
        for (String scope : scopes) {
            if (!SCOPE.matcher(scope).matches()) {
                throw new InvalidFieldException(
                        "scopes",
                        "expected 1 to 128 printable characters each, without spaces, quotes and backslashes");
            }
        }
    }

    static Bindings bindings(CallerBindings wanted) {
        checkNames("bind.ips", wanted.ips());
        checkNames("bind.devices", wanted.devices());
        checkNames("bind.users", wanted.users());
        checkNames("bind.organisations", wanted.organisations());
        for (String range : wanted.ips()) {
            if (!Bindings.isRange(range)) {
                throw new InvalidFieldException(
                        "bind.ips", "expected addresses or CIDR ranges such as 203.0.113.0/24 or 2001:db8::/32");
            }
        }
        return Bindings.of(wanted);
    }

    private static void checkNames(String field, Collection<String> names) {
        if (names.size() > MAX_BOUND) {
            throw new InvalidFieldException(field, "expected at most " + MAX_BOUND);
        }
        names.forEach(name -> NewLicenses.checkText(field, name, MAX_TEXT));
    }
}
