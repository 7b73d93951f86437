package io.github.licensing4j;

import java.util.List;
import java.util.Set;

/**
 * The callers that a credential or a license is bound to. Each kind that is not empty must admit a call; an empty one restricts
 * nothing.
 *
 * @param ips addresses and CIDR ranges of callers, IPv4 and IPv6
 * @param devices the permitted values of {@code License-Device}
 * @param users the users the host has authenticated
 * @param organisations the organisations that callers belong to, as the host or the identity provider names them
 */
public record CallerBindings(List<String> ips, Set<String> devices, Set<String> users, Set<String> organisations) {
    private static final CallerBindings NONE = new CallerBindings(List.of(), Set.of(), Set.of(), Set.of());

    public CallerBindings {
        ips = List.copyOf(ips);
        devices = Set.copyOf(devices);
        users = Set.copyOf(users);
        organisations = Set.copyOf(organisations);
    }

    /** Returns bindings that restrict nothing. */
    public static CallerBindings none() {
        return NONE;
    }

    /** Returns whether these bindings restrict nothing. */
    public boolean areNone() {
        return equals(NONE);
    }
}
