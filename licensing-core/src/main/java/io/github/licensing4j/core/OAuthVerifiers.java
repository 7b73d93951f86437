package io.github.licensing4j.core;

import io.github.licensing4j.core.credential.KeySource;
import io.github.licensing4j.core.credential.RemoteKeys;
import io.github.licensing4j.core.credential.TrustAnchor;
import io.github.licensing4j.core.credential.oauth.AccessTokens;
import io.github.licensing4j.core.credential.oauth.HostTokenVerifier;
import io.github.licensing4j.core.credential.oauth.IntrospectedTokenVerifier;
import io.github.licensing4j.core.credential.oauth.Introspection;
import io.github.licensing4j.core.credential.oauth.IntrospectionClient;
import io.github.licensing4j.core.credential.oauth.JwtAccessTokenVerifier;
import io.github.licensing4j.core.credential.oauth.KeyLocation;
import io.github.licensing4j.core.credential.oauth.OAuthIssuer;
import io.github.licensing4j.core.schedule.Schedule;
import io.github.licensing4j.spi.CredentialVerifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The verifiers of access tokens of identity providers, with the keys and clients that they need. */
final class OAuthVerifiers implements AutoCloseable {
    private final List<OAuthIssuer> issuers;
    private final Duration timeout;
    private final List<CredentialVerifier> verifiers = new ArrayList<>();
    private final List<KeySource> keys = new ArrayList<>();
    private final List<IntrospectionClient> clients = new ArrayList<>();
    private @Nullable HostTokenVerifier host;

    /** @param timeout for one fetch of keys */
    OAuthVerifiers(List<OAuthIssuer> issuers, Duration timeout) {
        this.issuers = issuers;
        this.timeout = timeout;
    }

    /** Fetches keys for the first time, and creates the verifiers. */
    void open(AccessTokens common, Schedule schedule) {
        List<OAuthIssuer> byHost = issuers.stream()
                .filter(issuer -> issuer.keys() instanceof KeyLocation.Host)
                .toList();
        if (!byHost.isEmpty()) {
            host = new HostTokenVerifier(byHost, common);
        }
        for (OAuthIssuer issuer : issuers) {
            KeySource published = published(issuer, schedule);
            if (published != null) {
                keys.add(published);
                String audience = issuer.audience() == null ? common.audience() : issuer.audience();
                TrustAnchor anchor = new TrustAnchor(issuer.issuer(), audience, List.of(published));
                verifiers.add(new JwtAccessTokenVerifier(issuer, anchor, common));
            }
        }
        issuers.forEach(issuer -> addIntrospection(issuer, common));
    }

    private @Nullable KeySource published(OAuthIssuer issuer, Schedule schedule) {
        if (issuer.keys() instanceof KeyLocation.Address address) {
            return RemoteKeys.ofProvider(address.uri(), issuer.rules().algorithms(), timeout, schedule);
        }
        return issuer.keys() instanceof KeyLocation.Metadata
                ? RemoteKeys.discovered(issuer.issuer(), issuer.rules().algorithms(), timeout, schedule)
                : null;
    }

    private void addIntrospection(OAuthIssuer issuer, AccessTokens common) {
        Introspection introspection = issuer.introspection();
        if (introspection != null) {
            IntrospectionClient client = new IntrospectionClient(introspection, common.clock());
            clients.add(client);
            verifiers.add(new IntrospectedTokenVerifier(issuer, client, common));
        }
    }

    /** Returns verifiers with that of tokens which the host has verified behind them. */
    List<CredentialVerifier> behind(List<CredentialVerifier> plugged) {
        List<CredentialVerifier> all = new ArrayList<>(plugged);
        if (host != null) {
            all.add(host);
        }
        return all;
    }

    /** Returns the verifiers of tokens that the host has not verified. They come behind that of API keys. */
    List<CredentialVerifier> verifiers() {
        return verifiers;
    }

    /** Returns the keys of all issuers. */
    List<KeySource> keys() {
        return keys;
    }

    /** Returns the clients of introspection endpoints. */
    List<IntrospectionClient> clients() {
        return clients;
    }

    /** Closes the clients; the keys are closed with all others. */
    @Override
    public void close() {
        clients.forEach(IntrospectionClient::close);
    }
}
