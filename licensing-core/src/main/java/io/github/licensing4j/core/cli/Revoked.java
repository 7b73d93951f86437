package io.github.licensing4j.core.cli;

import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.StatusListRequest;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** Issues a status list with a key file, for vendors without a store. */
final class Revoked {
    static final List<String> OPTIONS =
            List.of("--keys", "--issuer", "--uri", "--size", "--revoked", "--ttl", "--lifetime");

    private Revoked() {}

    static int run(Options options, PrintStream out) {
        options.none();
        List<Integer> places = options.optional("--revoked", Revoked::places).orElse(List.of());
        LicenseTokenIssuer issuer = new LicenseTokenIssuer(
                options.required("--issuer"),
                "",
                KeyFile.read(Path.of(options.required("--keys"))),
                InstantSource.system());
        out.println(issuer.issue(request(options, places)));
        return Main.OK;
    }

    private static StatusListRequest request(Options options, List<Integer> places) {
        try {
            return new StatusListRequest(
                    options.required("--uri"),
                    options.optional("--size", Integer::parseInt).orElse(1 << 20),
                    places,
                    options.optional("--ttl", Duration::parse).orElse(Duration.ofHours(1)),
                    options.optional("--lifetime", Duration::parse).orElse(Duration.ofDays(7)));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private static List<Integer> places(String text) {
        return Stream.of(text.split(",", -1))
                .map(place -> Integer.valueOf(place.strip()))
                .toList();
    }
}
