package io.github.licensing4j.core;

import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.KeySource;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.RemoteKeys;
import io.github.licensing4j.core.credential.StatusLists;
import io.github.licensing4j.core.credential.TrustAnchor;
import io.github.licensing4j.core.credential.oauth.AccessTokens;
import io.github.licensing4j.core.schedule.Schedule;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The verification keys of the host and of each trusted issuer, with their status lists and the verifiers of access tokens. */
final class IssuerKeys implements AutoCloseable {
    private final LicensingBuilder settings;
    private final List<KeySource> sources;
    private final List<TrustAnchor> anchors = new ArrayList<>();
    private final List<StatusLists.Watched> watched = new ArrayList<>();
    private final OAuthVerifiers oauth;

    IssuerKeys(LicensingBuilder settings) {
        this.settings = settings;
        this.sources = new ArrayList<>(settings.ownKeys);
        this.oauth = new OAuthVerifiers(settings.oauthIssuers, settings.providerTimeout);
    }

    /**
     * Watches key files, and opens the keys of remote addresses.
     *
     * @param issuer the host's own, which is set
     * @param common has the host's own audience, which is set
     */
    void open(String issuer, AccessTokens common, Schedule schedule) {
        String audience = common.audience();
        files().forEach(keys -> keys.watch(schedule));
        settings.remoteKeys.forEach(uri -> sources.add(RemoteKeys.of(uri, schedule)));
        add(new TrustAnchor(issuer, audience, List.copyOf(sources)), settings.statusList);
        for (TrustedIssuer other : settings.trusted) {
            RemoteKeys keys = RemoteKeys.of(other.jwksUri(), schedule);
            sources.add(keys);
            String theirs = other.audience() == null ? audience : other.audience();
            add(new TrustAnchor(other.issuer(), theirs, List.of(keys)), other.statusList());
        }
        oauth.open(common, schedule);
        sources.addAll(oauth.keys());
    }

    private void add(TrustAnchor anchor, @Nullable URI statusList) {
        anchors.add(anchor);
        if (statusList != null) {
            watched.add(new StatusLists.Watched(statusList, anchor));
        }
    }

    private Stream<KeyFile> files() {
        return settings.ownKeys.stream().filter(KeyFile.class::isInstance).map(KeyFile.class::cast);
    }

    /** Returns the first key file of the host, null if there is none. */
    @Nullable
    KeyFile file() {
        return files().findFirst().orElse(null);
    }

    /** Returns the issuer of tokens; it fails on use where no key signs. */
    LicenseTokenIssuer tokenIssuer(String issuer, String audience, InstantSource time) {
        KeyFile file = file();
        if (settings.ring != null) {
            return new LicenseTokenIssuer(issuer, audience, settings.ring, time);
        }
        return file == null ? LicenseTokenIssuer.none(time) : LicenseTokenIssuer.lazy(issuer, audience, file, time);
    }

    /** Returns all sources of keys, those of access tokens last. */
    List<KeySource> sources() {
        return sources;
    }

    /** Returns the verifiers of access tokens. */
    OAuthVerifiers oauth() {
        return oauth;
    }

    /** Returns the issuers with their keys, the host first. */
    List<TrustAnchor> anchors() {
        return anchors;
    }

    List<StatusLists.Watched> statusLists() {
        return watched;
    }

    @Override
    public void close() {
        sources.forEach(KeySource::close);
        oauth.close();
    }
}
