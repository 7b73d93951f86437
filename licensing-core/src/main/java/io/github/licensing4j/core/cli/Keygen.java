package io.github.licensing4j.core.cli;

import com.nimbusds.jose.jwk.JWKSet;
import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.credential.JwsAlgorithm;
import io.github.licensing4j.core.credential.KeyPairs;
import io.github.licensing4j.core.credential.KeyRing;
import io.github.licensing4j.core.file.OwnerOnlyFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Generates a signing key. */
final class Keygen {
    static final List<String> OPTIONS = List.of("--out", "--in-front-of", "--alg", "--public");

    private Keygen() {}

    static int run(Options options, PrintStream err) {
        options.none();
        String name = options.optional("--alg").orElse("Ed25519");
        JwsAlgorithm algorithm =
                JwsAlgorithm.of(name).orElseThrow(() -> new UsageException("unknown algorithm '" + name + "'"));
        JWKSet keys;
        try {
            keys = KeyPairs.generate(algorithm);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
        String kid = keys.getKeys().get(0).getKeyID();
        if (options.optional("--in-front-of").isPresent()) {
            putInFront(options, keys, err);
        } else {
            Path file = Path.of(options.required("--out"));
            writeKeys(file, keys);
            err.println("wrote key " + kid + " to " + file);
        }
        options.optional("--public").ifPresent(open -> writePublicKeys(Path.of(open), keys));
        return Main.OK;
    }

    private static void putInFront(Options options, JWKSet keys, PrintStream err) {
        if (options.optional("--out").isPresent()) {
            throw new UsageException("--out and --in-front-of exclude each other");
        }
        Path file = Path.of(options.required("--in-front-of"));
        int held = KeyRing.putInFront(file, keys).size();
        err.println("put key " + keys.getKeys().get(0).getKeyID() + " in front of " + file + ", which holds " + held
                + " keys; a service that uses it signs with the new key within seconds");
    }

    private static void writeKeys(Path file, JWKSet keys) {
        write(file, keys.toString(false), OwnerOnlyFiles::create);
    }

    private static void writePublicKeys(Path file, JWKSet keys) {
        write(file, keys.toString(true), Files::createFile);
    }

    /** Writes a new file with its permissions from the start; an existing one is unchanged. */
    private static void write(Path file, String text, Creation creation) {
        try {
            creation.create(file);
            Files.writeString(file, text + "\n", StandardCharsets.UTF_8, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (FileAlreadyExistsException e) {
            throw new LicensingException("'" + file + "' exists; a key is never overwritten", e);
        } catch (IOException e) {
            throw new LicensingException("'" + file + "' cannot be written: " + e, e);
        }
    }

    @FunctionalInterface
    private interface Creation {
        void create(Path file) throws IOException;
    }
}
