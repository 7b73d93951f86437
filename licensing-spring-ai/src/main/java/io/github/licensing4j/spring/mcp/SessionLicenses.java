package io.github.licensing4j.spring.mcp;

import io.github.licensing4j.Identified;
import io.github.licensing4j.License;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.servlet.FilterRefusals;
import io.github.licensing4j.servlet.PendingCall;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The license that opened each session. The id of a session identifies no caller: each request is identified again, and one of
 * another license is refused. It has one entry for each session that the server keeps. Safe for use by many threads.
 */
final class SessionLicenses {
    private final ConcurrentHashMap<String, LicenseId> bySession = new ConcurrentHashMap<>();

    /** Binds a session to the license of the request that opens it, if that has one. */
    void bind(String session) {
        CurrentCall.find()
                .filter(PendingCall::isInside)
                .map(PendingCall::identification)
                .flatMap(who -> who instanceof Identified caller ? caller.license() : Optional.empty())
                .ifPresent(license -> bySession.put(session, license.id()));
    }

    /** Forgets a session that has ended. */
    void end(String session) {
        bySession.remove(session);
    }

    /** Returns how many sessions are bound. */
    int size() {
        return bySession.size();
    }

    /** Returns the refusal of a request in a session that another license has opened. */
    Optional<Refusal> check(String session, Identified caller) {
        LicenseId owner = bySession.get(session);
        Optional<License> license = caller.license();
        return owner == null || license.map(License::id).filter(owner::equals).isPresent()
                ? Optional.empty()
                : Optional.of(new Refusal(
                        FilterRefusals.newId(),
                        RefusalCode.BINDING_MISMATCH,
                        "The session was opened with another license. Open a new session.",
                        license.orElse(null),
                        null,
                        List.of(),
                        null,
                        null,
                        Set.of(),
                        null));
    }
}
