package io.github.licensing4j.core.insight.signal;

import io.github.licensing4j.SignalKind;
import io.github.licensing4j.SignalSubject;
import io.github.licensing4j.spi.InsightRange;
import io.github.licensing4j.spi.OriginSighting.Count;
import io.github.licensing4j.spi.OriginSighting.Kind;
import io.github.licensing4j.spi.SignalStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds shared keys and credential stuffing in the sightings of the present hour and the two before it. */
final class SightingScan {
    private final ScanContext context;

    SightingScan(ScanContext context) {
        this.context = context;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(sharedKeys());
        findings.addAll(stuffing());
        return findings;
    }

    /** A credential, and one of its hours. */
    private record CredentialHour(String license, String credential, long hourMillis) {
        static CredentialHour of(Count count) {
            return new CredentialHour(count.license(), count.subject(), count.hourMillis());
        }

        CredentialHour ofAllHours() {
            return new CredentialHour(license, credential, 0);
        }
    }

    private List<Finding> sharedKeys() {
        Map<CredentialHour, Long> devices = new HashMap<>();
        counts(Kind.DEVICE, context.settings().devices())
                .forEach(count -> devices.put(CredentialHour.of(count), count.values()));
        Map<CredentialHour, List<KeySharing.Hour>> hours = new HashMap<>();
        for (Count networks : counts(Kind.NETWORK, context.settings().networks())) {
            CredentialHour credential = CredentialHour.of(networks);
            Long ofHour = devices.get(credential);
            if (ofHour != null) {
                hours.computeIfAbsent(credential.ofAllHours(), absent -> new ArrayList<>())
                        .add(new KeySharing.Hour(hour(networks), networks.values(), ofHour));
            }
        }
        List<Finding> findings = new ArrayList<>();
        hours.forEach((credential, ofCredential) -> KeySharing.assess(ofCredential, context.settings())
                .ifPresent(found -> findings.add(new Finding(
                        SignalKind.KEY_SHARING,
                        context.subject(credential.license, credential.credential),
                        found.severity(),
                        found.evidence()))));
        return findings;
    }

    private List<Finding> stuffing() {
        Map<String, List<CredentialStuffing.Hour>> hours = new HashMap<>();
        for (Count count : counts(Kind.BAD_CREDENTIAL, context.settings().badCredentials())) {
            hours.computeIfAbsent(count.subject(), absent -> new ArrayList<>())
                    .add(new CredentialStuffing.Hour(hour(count), count.values()));
        }
        List<Finding> findings = new ArrayList<>();
        hours.forEach((network, ofNetwork) -> CredentialStuffing.assess(ofNetwork, context.settings())
                .ifPresent(found -> findings.add(new Finding(
                        SignalKind.CREDENTIAL_STUFFING,
                        SignalSubject.network(context.issuer(), network),
                        found.severity(),
                        found.evidence()))));
        return findings;
    }

    private List<Count> counts(Kind kind, int atLeast) {
        InsightRange range = context.lastHours(KeySharing.HOURS);
        return context.sources()
                .signals()
                .sightings(kind, context.issuer(), new SignalStore.Hours(range.from(), range.to()), atLeast);
    }

    private static Instant hour(Count count) {
        return Instant.ofEpochMilli(count.hourMillis());
    }
}
