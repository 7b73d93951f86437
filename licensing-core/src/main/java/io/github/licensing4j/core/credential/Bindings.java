package io.github.licensing4j.core.credential;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.CallerBindings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bindings of a credential or of a license. An empty set binds to nothing.
 *
 * @param ips addresses and CIDR ranges it may be used from
 * @param devices devices it may be used on
 * @param users users it may be used by
 * @param organisations organisations whose callers may use it
 */
public record Bindings(List<String> ips, Set<String> devices, Set<String> users, Set<String> organisations) {
    private static final Bindings NONE = new Bindings(List.of(), Set.of(), Set.of(), Set.of());

    public Bindings {
        ips = List.copyOf(ips);
        devices = Set.copyOf(devices);
        users = Set.copyOf(users);
        organisations = Set.copyOf(organisations);
    }

    /** Returns bindings to nothing. */
    public static Bindings none() {
        return NONE;
    }

    /** Returns the bindings as they are stored and shown; always the same object if there are none. */
    public static Bindings of(CallerBindings bound) {
        return bound.areNone()
                ? NONE
                : new Bindings(bound.ips(), bound.devices(), bound.users(), bound.organisations());
    }

    /**
     * Returns whether these bindings admit a call of a peer: from that address, on that device, by that user and for one of its
     * organisations.
     *
     * @param organisations those that the credential names; they count where the host has named none
     */
    @SuppressWarnings("ReferenceEquality") // Most credentials have this object, and it is quickly compared.
    public boolean admits(Peer peer, Set<String> organisations) {
        return this == NONE
                || (admits(peer.address())
                        && named(devices, peer.device())
                        && named(users, peer.user())
                        && ofOrganisation(peer.organisation(), organisations));
    }

    private boolean ofOrganisation(@Nullable String host, Set<String> named) {
        return organisations.isEmpty()
                || (host == null ? named.stream().anyMatch(organisations::contains) : organisations.contains(host));
    }

    boolean admits(String address) {
        return ips.isEmpty() || ips.stream().anyMatch(range -> contains(range, address));
    }

    private static boolean named(Set<String> bound, @Nullable String name) {
        return bound.isEmpty() || (name != null && bound.contains(name));
    }

    /** Returns whether these bindings admit no peer that others do not. */
    public boolean areWithin(Bindings wider) {
        return within(devices, wider.devices)
                && within(users, wider.users)
                && within(organisations, wider.organisations)
                && (wider.ips.isEmpty()
                        || (!ips.isEmpty()
                                && ips.stream()
                                        .allMatch(range ->
                                                wider.ips.stream().anyMatch(other -> isPartOf(range, other)))));
    }

    /** Returns the intersection with other bindings; empty if it admits no peer. */
    public Optional<Bindings> and(Bindings other) {
        List<String> ranges = new ArrayList<>();
        if (ips.isEmpty() || other.ips.isEmpty()) {
            ranges.addAll(ips.isEmpty() ? other.ips : ips);
        } else {
            ips.stream().filter(range -> isPartOfAny(range, other.ips)).forEach(ranges::add);
            other.ips.stream()
                    .filter(range -> !ranges.contains(range) && isPartOfAny(range, ips))
                    .forEach(ranges::add);
        }
        Bindings both = new Bindings(
                ranges,
                both(devices, other.devices),
                both(users, other.users),
                both(organisations, other.organisations));
        return both.areWithin(this) && both.areWithin(other) ? Optional.of(both) : Optional.empty();
    }

    private static boolean isPartOfAny(String range, List<String> ranges) {
        return ranges.stream().anyMatch(wider -> isPartOf(range, wider));
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        Set<String> common = new HashSet<>(one);
        common.retainAll(other);
        return common;
    }

    private static boolean within(Set<String> narrow, Set<String> wide) {
        return wide.isEmpty() || (!narrow.isEmpty() && wide.containsAll(narrow));
    }

    private static boolean isPartOf(String range, String wider) {
        return bits(range) >= bits(wider) && contains(wider, range.split("/", 2)[0]);
    }

    /** Returns how many bits of a range are fixed; all of an address. */
    private static int bits(String range) {
        int slash = range.indexOf('/');
        int all = AddressLiteral.parse(slash < 0 ? range : range.substring(0, slash)).length * 8;
        return slash < 0 ? all : prefix(range.substring(slash + 1), all);
    }

    /** Returns whether a text is an address or a CIDR range. */
    public static boolean isRange(String range) {
        int slash = range.indexOf('/');
        byte[] network = AddressLiteral.parse(slash < 0 ? range : range.substring(0, slash));
        return network.length != 0 && (slash < 0 || prefix(range.substring(slash + 1), network.length * 8) >= 0);
    }

    private static boolean contains(String range, String address) {
        int slash = range.indexOf('/');
        byte[] network = AddressLiteral.parse(slash < 0 ? range : range.substring(0, slash));
        byte[] candidate = AddressLiteral.parse(address);
        if (network.length == 0 || network.length != candidate.length) {
            return false;
        }
        int bits = slash < 0 ? network.length * 8 : prefix(range.substring(slash + 1), network.length * 8);
        return bits >= 0 && samePrefix(network, candidate, bits);
    }

    private static boolean samePrefix(byte[] network, byte[] candidate, int bits) {
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if (((network[bit >> 3] ^ candidate[bit >> 3]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int prefix(String text, int max) {
        if (text.isEmpty() || text.length() > 3 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        int bits = Integer.parseInt(text);
        return bits <= max ? bits : -1;
    }
}
