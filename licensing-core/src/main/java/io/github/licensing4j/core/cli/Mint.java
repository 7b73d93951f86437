package io.github.licensing4j.core.cli;

import io.github.licensing4j.PlanId;
import io.github.licensing4j.core.credential.KeyFile;
import io.github.licensing4j.core.credential.LicenseTokenIssuer;
import io.github.licensing4j.core.credential.LicenseTokenRequest;
import io.github.licensing4j.core.credential.StatusReference;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Issues a token with a key file, for vendors without a store. */
final class Mint {
    static final List<String> OPTIONS = List.of(
            "--keys",
            "--issuer",
            "--audience",
            "--customer",
            "--license",
            "--plan",
            "--ttl",
            "--scope",
            "--features",
            "--anchor",
            "--zone",
            "--status-list",
            "--status-index");

    private Mint() {}

    static int run(Options options, PrintStream out) {
        options.none();
        LicenseTokenRequest request = new LicenseTokenRequest(
                options.required("--customer"),
                options.required("--license"),
                options.optional("--plan", PlanId::parse).orElse(null),
                options.optional("--ttl", Mint::duration).orElse(Duration.ofDays(30)),
                options.optional("--scope")
                        .map(text -> Set.of(text.split(" ", -1)))
                        .orElse(Set.of()),
                options.optional("--features")
                        .map(text -> List.of(text.split(",", -1)))
                        .orElse(List.of()),
                Map.of(),
                options.optional("--anchor", Instant::parse).orElse(null),
                options.optional("--zone", ZoneId::of).orElse(null),
                status(options));
        LicenseTokenIssuer issuer = new LicenseTokenIssuer(
                options.required("--issuer"),
                options.required("--audience"),
                KeyFile.read(Path.of(options.required("--keys"))),
                InstantSource.system());
        out.println(issuer.issue(request));
        return Main.OK;
    }

    private static @Nullable StatusReference status(Options options) {
        Optional<String> list = options.optional("--status-list");
        Optional<Long> index = options.optional("--status-index", Long::parseLong);
        if (list.isPresent() != index.isPresent()) {
            throw new UsageException("--status-list and --status-index go together");
        }
        return list.map(uri -> new StatusReference(uri, index.orElseThrow())).orElse(null);
    }

    private static Duration duration(String text) {
        // java.time reads days in a Duration (P30D); months have no fixed length and are not supported.
        Duration duration = Duration.parse(text);
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("expected a time above zero");
        }
        return duration;
    }
}
