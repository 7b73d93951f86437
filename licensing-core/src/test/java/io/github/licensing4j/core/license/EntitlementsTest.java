package io.github.licensing4j.core.license;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Match;
import io.github.licensing4j.Requirement;
import io.github.licensing4j.Requirement.Features;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntitlementsTest {
    private static final Requirement ALL = requiring(new Features(Set.of("a", "b"), Match.ALL));
    private static final Requirement ANY = requiring(new Features(Set.of("a", "b"), Match.ANY));
    private static final Requirement BOTH =
            requiring(new Features(Set.of("a", "b"), Match.ANY), new Features(Set.of("c"), Match.ALL));

    @Test
    void allMeansEveryFeature() {
        assertThat(Entitlements.covers(Set.of("a", "b", "x"), ALL)).isTrue();
        assertThat(Entitlements.covers(Set.of("a"), ALL)).isFalse();
        assertThat(Entitlements.missingFeatures(Set.of("a"), ALL)).containsExactly("b");
    }

    @Test
    void anyMeansOneFeature() {
        assertThat(Entitlements.covers(Set.of("b"), ANY)).isTrue();
        assertThat(Entitlements.covers(Set.of("x"), ANY)).isFalse();
        assertThat(Entitlements.missingFeatures(Set.of("x"), ANY)).containsExactly("a", "b");
    }

    @Test
    void everyGroupMustHold() {
        assertThat(Entitlements.covers(Set.of("a", "c"), BOTH)).isTrue();
        assertThat(Entitlements.covers(Set.of("a"), BOTH)).isFalse();
        assertThat(Entitlements.missingFeatures(Set.of("a"), BOTH)).containsExactly("c");
    }

    @Test
    void anEmptyRequirementIsCoveredByAnyLicense() {
        assertThat(Entitlements.covers(Set.of(), Requirement.license())).isTrue();
    }

    @Test
    void namesTheScopesThatAreMissing() {
        Requirement scoped = new Requirement(List.of(), Set.of("read", "write"), List.of());
        assertThat(Entitlements.missingScopes(Set.of("read", "other"), scoped)).containsExactly("write");
        assertThat(Entitlements.missingScopes(Set.of("read", "write"), scoped)).isEmpty();
    }

    private static Requirement requiring(Features... groups) {
        return new Requirement(List.of(groups), Set.of(), List.of());
    }
}
