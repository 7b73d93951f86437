package io.github.licensing4j.admin;

import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An import of API keys that another system has issued. Their owners keep them: only the SHA-256 of a key is imported, and a
 * key is accepted if its form is among those that the host accepts.
 *
 * @param keys the keys, 1 to {@value #MOST_KEYS}
 * @param mode whether the keys are stored
 */
public record KeyImport(List<ImportedKey> keys, Mode mode) {
    /** The maximum number of keys of one import. */
    public static final int MOST_KEYS = 500;

    public KeyImport {
        keys = List.copyOf(keys);
    }

    /** Selects whether an import stores keys. */
    public enum Mode {
        /** Keys are checked and stored. */
        STORE,
        /** Keys are checked only. The report says what would be stored now. */
        DRY_RUN
    }

    /**
     * A key of another system.
     *
     * @param hash the SHA-256 of the whole key in 64 hexadecimal digits
     * @param masked the key in a form that may be shown, such as its prefix and last four characters; at most 24
     *     characters; empty for the first digits of its hash
     * @param license the id of its license
     * @param request its name, scopes, bindings and end
     */
    public record ImportedKey(String hash, String masked, String license, KeyRequest request) {

        /** Returns a description without the hash. */
        @Override
        public String toString() {
            return "ImportedKey[license=" + license + ", masked=" + masked + "]";
        }
    }

    /**
     * The result of an import.
     *
     * @param results one result for each key, in the order of the request
     */
    public record Report(List<Result> results) {
        public Report {
            results = List.copyOf(results);
        }

        /** Returns the number of keys with an outcome. */
        public long count(Outcome outcome) {
            return results.stream().filter(result -> result.outcome == outcome).count();
        }
    }

    /**
     * The result for one key.
     *
     * @param outcome what happened to it
     * @param keyId the id of the stored key; null if none is stored
     * @param cause why it was refused, in one sentence without secrets; null if it was not
     */
    public record Result(
            Outcome outcome,
            @Nullable String keyId,
            @Nullable String cause) {}

    /** The outcome for one key. */
    public enum Outcome {
        /** The key is stored, or would be. */
        IMPORTED,
        /** The license has this key already; nothing is changed. */
        UNCHANGED,
        /** The key is not stored. The others are. */
        REFUSED
    }
}
