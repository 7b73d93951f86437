package io.github.licensing4j.core;

import io.github.licensing4j.Call;
import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Call.Route;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Decision;
import io.github.licensing4j.Granted;
import io.github.licensing4j.Identification;
import io.github.licensing4j.Licensing;
import io.github.licensing4j.Outcome;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.Requirement;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls of one credential by different callers. */
final class BoundCalls {
    private BoundCalls() {}

    static CallerBindings ips(String... ranges) {
        return new CallerBindings(List.of(ranges), Set.of(), Set.of(), Set.of());
    }

    static CallerBindings devices(String... devices) {
        return new CallerBindings(List.of(), Set.of(devices), Set.of(), Set.of());
    }

    static CallerBindings users(String... users) {
        return new CallerBindings(List.of(), Set.of(), Set.of(users), Set.of());
    }

    static CallerBindings organisations(String... organisations) {
        return new CallerBindings(List.of(), Set.of(), Set.of(), Set.of(organisations));
    }

    static Peer at(String address) {
        return peer(address, null, null, null);
    }

    static Peer peer(String address, @Nullable String user, @Nullable String device, @Nullable String organisation) {
        return new Peer(address, Route.DIRECT, user, device, organisation);
    }

    static Call call(String credential, Peer peer) {
        return Call.builder("GET", new RequestPath.Canonical("/v1/forecast"))
                .credential(new Credential(Source.BEARER, credential))
                .peer(peer)
                .build();
    }

    /** Makes a call and returns {@code granted}, or the code of its refusal. */
    static String call(Licensing licensing, String credential, Peer peer) {
        Identification who = licensing.identify(call(credential, peer));
        if (who instanceof Refused refused) {
            return refused.refusal().code().text();
        }
        Decision decision = EngineFixture.decide(licensing, who, Requirement.license());
        if (decision instanceof Refused refused) {
            return refused.refusal().code().text();
        }
        ((Granted) decision).reservation().settle(new Outcome(200, 0));
        return "granted";
    }
}
