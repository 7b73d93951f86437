package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;
import static io.github.licensing4j.core.BoundCalls.at;
import static io.github.licensing4j.core.BoundCalls.ips;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.licensing4j.Call.Peer;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.Identified;
import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.admin.CallerApiKeys;
import io.github.licensing4j.admin.LicenseTokens.Exchange;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Declined;
import io.github.licensing4j.admin.LicenseTokens.Exchange.Exchanged;
import io.github.licensing4j.admin.LicenseUpdate;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Exchanges and keys of callers under a license that is bound to callers. */
class BoundLicenseExchangeTest extends CredentialFixture {
    private static final Peer NEAR = at("198.51.100.7");
    private static final Peer FAR = at("203.0.113.9");

    private void bind(CallerBindings bindings) {
        Object unused = fixture.admin
                .licenses()
                .update(license, LicenseUpdate.none().bound(bindings), OptionalLong.empty(), BY);
    }

    private Exchange exchange(String key, Peer peer) {
        return fixture.admin.tokens().exchange(key, Set.of(), peer);
    }

    private String call(String credential, Peer peer) {
        return BoundCalls.call(fixture.engine.licensing, credential, peer);
    }

    private static void assertDeclined(Exchange exchange, String error) {
        assertThat(exchange)
                .asInstanceOf(type(Declined.class))
                .extracting(Declined::error)
                .isEqualTo(error);
    }

    @Test
    void declinesExchangeOutsideBindings() {
        bind(ips("198.51.100.0/24"));
        String key = fixture.key(license);
        assertDeclined(exchange(key, FAR), "invalid_client");
        Exchanged exchanged = (Exchanged) exchange(key, NEAR);
        String token = exchanged.token().token();
        assertThat(call(token, NEAR)).isEqualTo("granted");
        assertThat(call(token, FAR)).isEqualTo("binding-mismatch");
        String refresh = Objects.requireNonNull(exchanged.refreshToken());
        assertDeclined(fixture.admin.tokens().refresh(refresh, Set.of(), FAR), "invalid_grant");
        assertThat(fixture.admin.tokens().refresh(refresh, Set.of(), NEAR))
                .as("the declined request has not used the refresh token")
                .isInstanceOf(Exchanged.class);
    }

    @Test
    void bindingsApplyToEarlierTokens() {
        String key = fixture.key(license);
        Exchanged exchanged = (Exchanged) exchange(key, FAR);
        String token = exchanged.token().token();
        assertThat(call(token, FAR)).isEqualTo("granted");
        bind(ips("198.51.100.0/24"));
        assertThat(call(token, FAR)).isEqualTo("binding-mismatch");
        assertDeclined(exchange(key, FAR), "invalid_client");
        String refresh = Objects.requireNonNull(exchanged.refreshToken());
        assertDeclined(fixture.admin.tokens().refresh(refresh, Set.of(), FAR), "invalid_grant");
        assertThat(exchange(key, NEAR)).isInstanceOf(Exchanged.class);
    }

    @Test
    void callerMakesNarrowerKey() {
        bind(ips("198.51.100.0/24"));
        Identified caller = (Identified) fixture.engine.licensing.identify(BoundCalls.call(fixture.key(license), NEAR));
        CallerApiKeys keys = fixture.engine.built.management().keys(caller).orElseThrow();
        String narrower = keys.create(new KeyRequest("", Set.of(), ips("198.51.100.7"), null), BY)
                .key();
        assertThat(call(narrower, NEAR)).isEqualTo("granted");
        assertThat(call(narrower, at("198.51.100.8"))).isEqualTo("binding-mismatch");
        String elsewhere = keys.create(new KeyRequest("", Set.of(), ips("203.0.113.0/24"), null), BY)
                .key();
        assertThat(call(elsewhere, FAR)).as("it widens nothing").isEqualTo("binding-mismatch");
        assertThat(call(elsewhere, NEAR)).isEqualTo("binding-mismatch");
    }
}
