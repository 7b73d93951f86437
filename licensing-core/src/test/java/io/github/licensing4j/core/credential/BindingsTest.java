package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.Call.Route;
import io.github.licensing4j.CallerBindings;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindingsTest {

    private static Bindings to(String... ips) {
        return new Bindings(List.of(ips), Set.of(), Set.of(), Set.of());
    }

    @Test
    void admitsAnyAddressIfBoundToNone() {
        assertThat(Bindings.none().admits("203.0.113.7")).isTrue();
        assertThat(Bindings.none().admits("not an address")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "203.0.113.7/32, 203.0.113.7",
        "203.0.113.0/31, 203.0.113.1",
        "203.0.113.200/24, 203.0.113.0",
        "10.0.0.0/8, 10.255.255.255",
        "128.0.0.0/1, 255.255.255.255",
        "0.0.0.0/0, 203.0.113.7",
        "2001:db8::1, 2001:0DB8:0:0:0:0:0:1",
        "2001:db8::1/128, 2001:db8::1",
        "2001:db8::/127, 2001:db8::1",
        "2001:db8::/32, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        "::/0, 2001:db8::1",
        "::1, 0:0:0:0:0:0:0:1",
        "203.0.113.0/24, ::ffff:203.0.113.7",
    })
    void admitsAnAddressInItsRange(String range, String address) {
        assertThat(to(range).admits(address)).isTrue();
        assertThat(to("192.0.2.1", range).admits(address)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.8",
        "203.0.113.7/32, 203.0.113.6",
        "203.0.113.0/31, 203.0.113.2",
        "10.0.0.0/8, 11.0.0.0",
        "128.0.0.0/1, 127.255.255.255",
        "2001:db8::1/128, 2001:db8::2",
        "2001:db8::/127, 2001:db8::2",
        "2001:db8::/32, 2001:db9::",
        "0.0.0.0/0, 2001:db8::1",
        "::/0, 203.0.113.7",
    })
    void refusesAnAddressOutsideItsRange(String range, String address) {
        assertThat(to(range).admits(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "10.0.0.1/",
                "10.0.0.1/33",
                "10.0.0.1/-1",
                "10.0.0.1/+8",
                "10.0.0.1/0x8",
                "10.0.0.1/8/8",
                "10.0.0.1/٨",
                "10.0.0.1/ 8",
                "10.0.0.1/00000",
                " 10.0.0.1",
                "10.0.0.1 ",
                "10.0.1",
                "10.1",
                "167772161",
                "1",
                "10.0.0.01",
                "012.0.0.1",
                "10.0.0.1.",
                ".10.0.0.1",
                "10..0.1",
                "10.0.0.256",
                "10.0.0.1.1",
                "0x0a.0.0.1",
                "١٠.0.0.1",
                "*",
                "10.0.0.*",
                "10.0.0.1-10.0.0.9",
                "[10.0.0.1]"
            })
    void neverMatchesAMalformedRange(String range) {
        assertThat(to(range).admits("10.0.0.1")).isFalse();
        assertThat(to(range).admits(range)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::1/129",
                "::1/",
                ":::1",
                "::1::",
                ":",
                "::g",
                "[::1]",
                "::1%lo",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "12345::1",
                ".::1",
                "::1/1000",
                "::1 "
            })
    void neverMatchesAMalformedLongRange(String range) {
        assertThat(to(range).admits("::1")).isFalse();
        assertThat(to(range).admits(range)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "fe.example", "dead.beef", "a", "999.1.1.1", "127.0.0.1.nip.io"})
    void neverResolvesNames(String name) {
        assertThat(AddressLiteral.parse(name)).isEmpty();
        assertThat(to("127.0.0.1", "::1", name).admits(name)).isFalse();
        assertThat(to(name).admits("127.0.0.1")).isFalse();
        assertThat(to(name).admits("::1")).isFalse();
    }

    @Test
    void usersAndDevicesMustBeNamedByTheCall() {
        Bindings bound = new Bindings(List.of(), Set.of("phone"), Set.of("ann"), Set.of());
        assertThat(bound.admits(new Peer("10.0.0.1", Route.DIRECT, "ann", "phone", null), Set.of()))
                .isTrue();
        assertThat(bound.admits(new Peer("10.0.0.1", Route.DIRECT, "ann", "tablet", null), Set.of()))
                .isFalse();
        assertThat(bound.admits(new Peer("10.0.0.1", Route.DIRECT, "bob", "phone", null), Set.of()))
                .isFalse();
        assertThat(bound.admits(new Peer("10.0.0.1", Route.DIRECT), Set.of())).isFalse();
    }

    @Test
    void organisationIsThatOfHostOrElseAnyOfCredential() {
        Bindings bound = organisations("o1", "o2");
        Peer unnamed = new Peer("10.0.0.1", Route.DIRECT);
        assertThat(bound.admits(unnamed, Set.of())).isFalse();
        assertThat(bound.admits(unnamed, Set.of("o3"))).isFalse();
        assertThat(bound.admits(unnamed, Set.of("o3", "o2"))).isTrue();
        Peer named = new Peer("10.0.0.1", Route.DIRECT, null, null, "o1");
        assertThat(bound.admits(named, Set.of())).isTrue();
        assertThat(bound.admits(named, Set.of("o3"))).isTrue();
        Peer other = new Peer("10.0.0.1", Route.DIRECT, null, null, "o3");
        assertThat(bound.admits(other, Set.of("o1"))).isFalse();
        assertThat(Bindings.none().admits(other, Set.of())).isTrue();
    }

    private static Bindings organisations(String... names) {
        return new Bindings(List.of(), Set.of(), Set.of(), Set.of(names));
    }

    @Test
    void comparesAndIntersectsOrganisations() {
        assertThat(organisations("o1").areWithin(organisations("o1", "o2"))).isTrue();
        assertThat(organisations("o1").areWithin(Bindings.none())).isTrue();
        assertThat(organisations("o1", "o3").areWithin(organisations("o1", "o2")))
                .isFalse();
        assertThat(Bindings.none().areWithin(organisations("o1"))).isFalse();
        assertThat(organisations("o1", "o3").and(organisations("o1", "o2"))).contains(organisations("o1"));
        assertThat(organisations("o3").and(organisations("o1"))).isEmpty();
        assertThat(organisations("o3").and(Bindings.none())).contains(organisations("o3"));
    }

    @Test
    void noBindingsAreOneObject() {
        CallerBindings none = new CallerBindings(List.of(), Set.of(), Set.of(), Set.of());
        assertThat(Bindings.of(none)).isSameAs(Bindings.none());
        CallerBindings some = new CallerBindings(List.of("::1"), Set.of("d"), Set.of("u"), Set.of("o"));
        assertThat(Bindings.of(some)).isEqualTo(new Bindings(List.of("::1"), Set.of("d"), Set.of("u"), Set.of("o")));
    }
}
