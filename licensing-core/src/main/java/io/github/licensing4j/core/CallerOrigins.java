package io.github.licensing4j.core;

import io.github.licensing4j.Call;
import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.core.credential.NetworkPrefix;
import io.github.licensing4j.core.insight.CallOrigins;
import io.github.licensing4j.core.license.LicenseCache;
import java.util.Optional;

/** Finds the networks and devices of callers, where they change, and of credentials that are not valid. */
final class CallerOrigins {
    private final CallOrigins origins;
    private final LicenseCache licenseCache;

    CallerOrigins(CallOrigins origins, LicenseCache licenseCache) {
        this.origins = origins;
        this.licenseCache = licenseCache;
    }

    /**
     * Remembers both networks of a credential whose calls come from more than one address in an hour.
     *
     * @param hour the present hour
     */
    void moved(CachedCredential credential, Call call, long hour) {
        Peer peer = call.peer();
        String before = credential.moveTo(peer.address(), hour);
        Optional<String> network = NetworkPrefix.of(peer);
        if (before == null || network.isEmpty()) {
            return;
        }
        var caller = new CallOrigins.Caller(
                credential.verified().license(), credential.verified().id(), () -> credential.keyId(licenseCache));
        origins.called(caller, network.get(), device(call));
        NetworkPrefix.of(new Peer(before, peer.route())).ifPresent(other -> origins.called(caller, other, ""));
    }

    private static String device(Call call) {
        String claimed = call.peer().device();
        return claimed == null
                ? call.evidence().header("User-Agent").stream().findFirst().orElse("")
                : claimed;
    }

    /** Remembers a credential that is not valid, as a hash. */
    void failed(Call call) {
        if (call.credentials().size() == 1) {
            NetworkPrefix.of(call.peer())
                    .ifPresent(network ->
                            origins.failed(network, call.credentials().get(0).value()));
        }
    }
}
