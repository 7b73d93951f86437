package io.github.licensing4j.core;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.core.credential.Bindings;
import io.github.licensing4j.core.credential.VerifiedCredential;
import io.github.licensing4j.core.limit.SeatHolders;
import io.github.licensing4j.spi.Confirmation;
import java.util.Set;

/** Finds the user and the device that hold the seats of a call. */
final class CallHolders {
    private CallHolders() {}

    /**
     * Returns the holders that a credential names: the only user and device it is bound to, otherwise the user it was issued to, otherwise
     * its API key, and the key of which its calls prove the possession.
     *
     * @param key the id of the API key or signature key that it is of, empty if there is none
     */
    static SeatHolders of(VerifiedCredential credential, String key) {
        Bindings bindings = credential.bindings();
        String user = only(bindings.users());
        String device = only(bindings.devices());
        return new SeatHolders(
                user.isEmpty() ? credential.user().orElse(key) : user, device.isEmpty() ? proven(credential) : device);
    }

    /**
     * Returns the holders of a call: the user that the host has authenticated, and the device that the caller names if its credential is
     * bound to devices, or to no key of which it would have to prove the possession.
     *
     * @param named those that the credential names
     */
    static SeatHolders of(SeatHolders named, Peer peer, VerifiedCredential credential) {
        String host = peer.user();
        String user = host == null ? named.user() : host;
        String claimed = peer.device();
        boolean isProven =
                !named.device().isEmpty() && credential.bindings().devices().isEmpty();
        String device = claimed == null || isProven ? named.device() : claimed;
        return user.equals(named.user()) && device.equals(named.device()) ? named : new SeatHolders(user, device);
    }

    private static String only(Set<String> names) {
        return names.size() == 1 ? names.iterator().next() : "";
    }

    private static String proven(VerifiedCredential credential) {
        if (credential.confirmations().isEmpty()) {
            return "";
        }
        Confirmation first = credential.confirmations().get(0);
        return first.method() + ":" + first.value();
    }
}
