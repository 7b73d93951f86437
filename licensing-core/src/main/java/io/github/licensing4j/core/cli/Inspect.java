package io.github.licensing4j.core.cli;

import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.LicenseTokenVerifier;
import io.github.licensing4j.core.credential.TrustAnchor;
import io.github.licensing4j.spi.CredentialVerification;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/** Prints the content of a token, from an argument or from standard input, to keep it out of the shell's history. */
final class Inspect {
    static final List<String> OPTIONS = List.of("--keys", "--issuer", "--audience");

    private Inspect() {}

    static int run(Options options, InputStream in, PrintStream out) {
        String argument = options.only("a token, or - to read it from standard input");
        String token = argument.equals("-") ? read(in) : argument;
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            out.println("not a token: it has " + parts.length + " parts, expected three");
            return Main.NO;
        }
        out.println("header: " + decoded(parts[0]));
        out.println("claims: " + decoded(parts[1]));
        return options.optional("--keys")
                .map(keys -> verify(token, keys, options, out))
                .orElseGet(() -> {
                    out.println("not verified: no --keys given");
                    return Main.OK;
                });
    }

    private static int verify(String token, String keys, Options options, PrintStream out) {
        TrustAnchor anchor = new TrustAnchor(
                options.required("--issuer"), options.required("--audience"), List.of(KeyFile.read(Path.of(keys))));
        LicenseTokenVerifier verifier =
                new LicenseTokenVerifier(List.of(anchor), Duration.ofSeconds(30), InstantSource.system(), List.of());
        if (verifier.verify(token) instanceof CredentialVerification.Rejected rejected) {
            out.println("refused as " + rejected.code().text() + ": " + rejected.cause());
            return Main.NO;
        }
        out.println("accepted");
        return Main.OK;
    }

    private static String decoded(String part) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
            // Control characters could manipulate a terminal.
            return text.replaceAll("\\p{Cntrl}", "?");
        } catch (IllegalArgumentException e) {
            return "(not base64url)";
        }
    }

    private static String read(InputStream in) {
        try {
            return new String(in.readNBytes(16_384), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
