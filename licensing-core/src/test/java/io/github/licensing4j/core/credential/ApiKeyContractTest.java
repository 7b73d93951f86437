package io.github.licensing4j.core.credential;

import io.github.licensing4j.Credential;
import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.CredentialVerifier;
import io.github.licensing4j.tck.CredentialVerifierContract;
import io.github.licensing4j.tck.SampleRecords;
import java.util.Map;
import java.util.Optional;

class ApiKeyContractTest extends CredentialVerifierContract {
    private final String key = ApiKeyFormat.generate("live");
    private final String other = ApiKeyFormat.generate("live");
    private final Map<String, ApiKeyRecord> stored = Map.of(
            ApiKeyFormat.hash(key), SampleRecords.key("key_1", "lic_1", ApiKeyFormat.hash(key)),
            ApiKeyFormat.hash(other), SampleRecords.key("key_2", "lic_1", ApiKeyFormat.hash(other)));
    private final CredentialVerifier verifier =
            new ApiKeyVerifier(ApiKeyForms.own(), hash -> Optional.ofNullable(stored.get(hash)));

    @Override
    protected CredentialVerifier verifier() {
        return verifier;
    }

    @Override
    protected Credential genuine() {
        return new Credential(Credential.Source.API_KEY, key);
    }

    @Override
    protected Credential another() {
        return new Credential(Credential.Source.API_KEY, other);
    }

    @Override
    protected Credential forged() {
        return new Credential(Credential.Source.API_KEY, ApiKeyFormat.generate("live"));
    }

    @Override
    protected LicenseId license() {
        return new LicenseId(SampleRecords.ISSUER, "lic_1");
    }
}
