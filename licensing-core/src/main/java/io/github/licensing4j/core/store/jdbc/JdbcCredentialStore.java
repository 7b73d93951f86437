package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.spi.ApiKeyRecord;
import io.github.licensing4j.spi.CredentialStore;
import io.github.licensing4j.spi.RefreshTokenRecord;
import io.github.licensing4j.spi.SignatureKeyRecord;
import io.github.licensing4j.spi.TokenRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads keys and tokens from a database. */
final class JdbcCredentialStore implements CredentialStore {
    private final Database database;

    JdbcCredentialStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<ApiKeyRecord> keyByHash(String hash) {
        return database.lookUp("look up a key", session -> KeyTable.byHash(session, hash));
    }

    @Override
    public Optional<ApiKeyRecord> key(String issuer, String keyId) {
        return database.read("look up a key", session -> KeyTable.byId(session, issuer, keyId));
    }

    @Override
    public List<ApiKeyRecord> keysOf(LicenseId license) {
        return database.read("list keys", session -> KeyTable.ofLicense(session, license));
    }

    @Override
    public List<ApiKeyRecord> keysMadeWith(String issuer, String credential) {
        return database.read("list keys", session -> KeyTable.madeWith(session, issuer, credential));
    }

    @Override
    public List<ApiKeyRecord> keysMadeBefore(String issuer, Instant before) {
        return database.read("list keys", session -> KeyTable.madeBefore(session, issuer, before));
    }

    @Override
    public Map<String, Instant> lastUsed(List<String> keyIds) {
        return database.read("look up last uses", session -> KeyTable.lastUsed(session, keyIds));
    }

    @Override
    public void used(Map<String, Instant> lastUsedByKeyId) {
        if (!lastUsedByKeyId.isEmpty()) {
            boolean unused = database.write("store last uses", session -> {
                KeyTable.used(session, lastUsedByKeyId);
                return true;
            });
        }
    }

    @Override
    public Optional<TokenRecord> token(String issuer, String tokenId) {
        return database.read("look up a token", session -> TokenTable.find(session, issuer, tokenId));
    }

    @Override
    public List<TokenRecord> tokensFrom(String keyOrFamily, Instant now) {
        return database.read("list tokens", session -> TokenTable.from(session, keyOrFamily, now));
    }

    @Override
    public Optional<SignatureKeyRecord> signatureKey(String issuer, String keyId) {
        return database.lookUp("look up a signature key", session -> SignatureKeyTable.byId(session, issuer, keyId));
    }

    @Override
    public List<SignatureKeyRecord> signatureKeysOf(LicenseId license) {
        return database.read("list signature keys", session -> SignatureKeyTable.ofLicense(session, license));
    }

    @Override
    public Optional<RefreshTokenRecord> refreshToken(String hash) {
        return database.read("look up a refresh token", session -> TokenTable.findRefresh(session, hash));
    }
}
