package io.github.licensing4j.spi;

import java.util.List;
import java.util.Set;

/**
 * Limits what a credential may be used for, and by whom.
 *
 * @param scopes its scopes
 * @param ips addresses and CIDR ranges it may be used from; empty for anywhere
 * @param devices devices it may be used on; empty for any
 * @param users users it may be used by; empty for any
 */
public record Restrictions(Set<String> scopes, List<String> ips, Set<String> devices, Set<String> users) {
    private static final Restrictions NONE = new Restrictions(Set.of(), List.of(), Set.of(), Set.of());

    public Restrictions {
        scopes = Set.copyOf(scopes);
        ips = List.copyOf(ips);
        devices = Set.copyOf(devices);
        users = Set.copyOf(users);
    }

    /** Returns no scopes and no bindings. */
    public static Restrictions none() {
        return NONE;
    }
}
