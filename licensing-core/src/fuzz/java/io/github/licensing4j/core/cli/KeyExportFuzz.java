package io.github.licensing4j.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.licensing4j.core.Mutations;
import io.github.licensing4j.core.cli.KeyExport.Form;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An export is read or refused, whatever it contains, and no key of it is in a message. */
final class KeyExportFuzz {
    private static final String SECRET = "sk_live_0123456789abcdefghijklmnop";
    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    @FuzzTest(maxDuration = "25s")
    void readsCsv(FuzzedDataProvider data) {
        read(
                Form.CSV,
                Mutations.of(
                        data,
                        "key,license,name,scopes,expires\n" + SECRET + ",lic_1,ci,a b,2027-01-31T00:00:00Z\n",
                        "hash,external,masked\n\"" + HASH + "\",acme,\"sk_\"\"…\"\n" + SECRET + ",b,c\n"));
    }

    @FuzzTest(maxDuration = "25s")
    void readsLines(FuzzedDataProvider data) {
        read(
                Form.NDJSON,
                Mutations.of(
                        data,
                        "{\"key\":\"" + SECRET
                                + "\",\"license\":\"lic_1\",\"scopes\":[\"a\"],\"expires\":1800000000000}\n"
                                + "{\"hash\":\"" + HASH + "\",\"external\":\"acme\",\"created_at\":1,\"ttl\":2}"));
    }

    @FuzzTest(maxDuration = "25s")
    void readsUnkey(FuzzedDataProvider data) {
        read(
                Form.UNKEY,
                Mutations.of(
                        data,
                        "{\"data\":[{\"plaintext\":\"" + SECRET
                                + "\",\"start\":\"sk\",\"enabled\":true,\"identity\":{\"externalId\":\"acme\"},"
                                + "\"permissions\":[\"a\"],\"expires\":1800000000000}]}",
                        "{\"keys\":[{\"hash\":{\"value\":\"" + HASH
                                + "\",\"variant\":\"sha256_hex\"},\"ownerId\":\"acme\"}]}"));
    }

    @FuzzTest(maxDuration = "25s")
    void readsKong(FuzzedDataProvider data) {
        read(
                Form.KONG,
                Mutations.of(
                        data,
                        "{\"data\":[{\"key\":\"" + SECRET
                                + "\",\"consumer\":{\"id\":\"acme\"},\"ttl\":60,\"created_at\":1700000000}]}",
                        "_format_version: \"3.0\"\nconsumers:\n- username: acme\n  keyauth_credentials:\n  - key: "
                                + SECRET + "\n    ttl: 60\n"));
    }

    private static void read(Form form, String text) {
        KeyExport export;
        try {
            export = KeyExport.read(form, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContain(SECRET);
            return;
        }
        assertThat(export.problems()).noneMatch(problem -> problem.contains(SECRET));
        export.keys().forEach(key -> assertThat(key.hash()).matches("[0-9a-f]{64}"));
    }
}
