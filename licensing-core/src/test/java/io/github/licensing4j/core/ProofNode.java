package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;

import io.github.licensing4j.Call;
import io.github.licensing4j.CallerBindings;
import io.github.licensing4j.Credential;
import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.Health;
import io.github.licensing4j.Identification;
import io.github.licensing4j.OutageStatus;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.Refusal;
import io.github.licensing4j.Refused;
import io.github.licensing4j.RequestPath;
import io.github.licensing4j.admin.LicenseAdmin;
import io.github.licensing4j.admin.LicenseTokens.KeyConfirmation;
import io.github.licensing4j.admin.LicenseTokens.TokenRequest;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.credential.dpop.ProofMaker;
import io.github.licensing4j.spi.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One of the nodes that share keys and a store, in real time, and a client that calls them with DPoP proofs. */
final class ProofNode implements AutoCloseable {
    private static final String URL = "https://api.example.com/v1/forecast";
    static final ProofMaker CLIENT = ProofMaker.of(JwsAlgorithm.ED25519);

    final LicensingEngine engine;

    /** @param dir the directory of the keys and the catalog of all nodes */
    ProofNode(Path dir, Store store, UnaryOperator<LicensingBuilder> settings) throws IOException {
        engine = settings.apply(new LicensingBuilder()
                        .issuer(EngineFixture.ISSUER)
                        .audience(EngineFixture.AUDIENCE)
                        .catalog(Files.writeString(dir.resolve("licensing.yaml"), AdminFixture.CATALOG))
                        .reloadInterval(Duration.ZERO)
                        .keys(KeyRing.open(dir.resolve("signing-keys.json"), Instant.EPOCH))
                        .stored(StoreOptions.in(store)
                                .auditKey(AuditKey.at(dir.resolve("audit.key")))
                                .allowVolatileUsage()))
                .build();
    }

    /** Returns a token that is bound to the key of the client, of a new license. */
    String token() {
        LicenseAdmin admin = engine.management().admin().orElseThrow();
        String license = admin.licenses()
                .create(NewLicense.of("acme", PlanId.parse("pro@1")), BY)
                .id();
        KeyConfirmation bound = new KeyConfirmation("jkt", CLIENT.thumbprint());
        return admin.tokens()
                .mint(license, new TokenRequest(Duration.ofHours(1), Set.of(), CallerBindings.none(), bound), BY)
                .token();
    }

    /** Returns a new proof. */
    String proof(String token) {
        return proof(token, Duration.ZERO);
    }

    /** Returns a new proof of a client whose clock is ahead. */
    String proof(String token, Duration ahead) {
        Instant now = engine.info().clock().instant();
        Map<String, @Nullable Object> claims =
                ProofMaker.claims("GET", URL, now.plus(ahead).getEpochSecond());
        claims.put("ath", ProofMaker.hash(token));
        return CLIENT.sign(CLIENT.header(), claims);
    }

    Identification identify(String token, String proof) {
        return engine.licensing()
                .identify(Call.builder("GET", new RequestPath.Canonical("/v1/forecast"))
                        .effectiveUri(URI.create(URL))
                        .credential(new Credential(Source.DPOP, token))
                        .header("DPoP", proof)
                        .build());
    }

    /** Makes a call and returns {@code identified}, or the code of its refusal. */
    String call(String token, String proof) {
        return identify(token, proof) instanceof Refused refused
                ? refused.refusal().code().text()
                : "identified";
    }

    Refusal refused(String token, String proof) {
        if (identify(token, proof) instanceof Refused refused) {
            return refused.refusal();
        }
        throw new AssertionError("expected a refusal");
    }

    Health.Component health() {
        return engine.info().health().components().stream()
                .filter(component -> component.name().equals("replay-store"))
                .findFirst()
                .orElseThrow();
    }

    OutageStatus outage() {
        return engine.info().outages().stream()
                .filter(status -> status.kind() == OutageStatus.Kind.REPLAY)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        engine.close();
    }
}
