package io.github.licensing4j.core.cli;

import io.github.licensing4j.LicensingException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Runs {@code keygen | mint | revoked | inspect | backup | move | import-keys | check | what-if | seats | reconcile}. Exit code 0 is
 * success, 1 is "no" (a bad catalog, a token that does not verify, a file that is in the way, a seat that is refused, numbers that
 * differ), 2 a wrong usage or a service that did not respond.
 */
public final class Main {
    static final int OK = 0;
    static final int NO = 1;
    static final int USAGE = 2;

    private static final String SLF4J = "slf4j.internal.verbosity";

    private static final String HELP = """
            usage: licensing <command> [options]

              keygen  --out FILE [--alg Ed25519|ES256|PS256|RS256] [--public FILE]
                      makes a signing key; the private set is readable by its owner alone
              keygen  --in-front-of FILE [--alg Ed25519|ES256|PS256|RS256] [--public FILE]
                      makes a signing key in a JWK set that exists, in front, so that it signs from now on
              mint    --keys FILE --issuer ISS --audience AUD --customer SUB --license LIC
                      [--plan NAME@VERSION] [--ttl ISO-8601 duration, default P30D]
                      [--scope "a b"] [--features "+x,-y"] [--anchor INSTANT] [--zone ZONE]
                      [--status-list URI --status-index N]
                      prints a license token and nothing else
              revoked --keys FILE --issuer ISS --uri URI [--revoked "3,17"] [--size N, default 1048576]
                      [--ttl default PT1H] [--lifetime default P7D]
                      prints a status list to publish at that address
              inspect [--keys FILE --issuer ISS --audience AUD] TOKEN | -
                      prints the header and claims of a token, and with keys whether it would be accepted
              backup  --data-dir DIR --to DIR
                      copies the database, audit head and keys of a service that may run; DIR must not exist
              move    --from DIR --to jdbc:postgresql://HOST/DATABASE [--user NAME] [--password-file FILE]
                      [--audit-key FILE, default DIR/audit.key]
                      copies the database of a service that is stopped to an empty PostgreSQL database; the
                      password is read from the file or the environment variable LICENSING_DB_PASSWORD
              import-keys --url https://host/licensing/v1 --from csv|ndjson|unkey|kong [--system NAME]
                      [--dry-run] [--timeout default PT1M] [--allow-http] FILE
                      imports API keys of another system by their SHA-256, which is computed here; the admin
                      token is read from the environment variable LICENSING_ADMIN_TOKEN
              check   licensing.yaml
                      checks a catalog
              what-if --url https://host/licensing/v1 --from INSTANT --to INSTANT
                      [--timeout default PT5M] [--allow-http] licensing.yaml
                      replays the stored usage of a service under a draft of its catalog, and prints the calls
                      and charges that differ; the admin token is read from the environment variable
                      LICENSING_ADMIN_TOKEN
              seats   LICENSE list | assign | release --url https://host/licensing/v1
                      [--holder USER or DEVICE] [--limit NAME] [--reason TEXT]
                      [--timeout default PT1M] [--allow-http]
                      lists the seats of a license, or assigns or releases that of a holder; the limit may be
                      left out if the plan has one of seats; the admin token is read from the environment
                      variable LICENSING_ADMIN_TOKEN
              reconcile --url https://host/licensing/v1 [--timeout default PT5M] [--allow-http]
                      checks that the numbers of a service agree from decision to export; the
                      admin token is read from the environment variable LICENSING_ADMIN_TOKEN
            """;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;

    Main(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.environment = Map.copyOf(environment);
    }

    public static void main(String[] arguments) {
        // The command line has no logging of its own, and SLF4J would print a warning to the error stream.
        if (System.getProperty(SLF4J) == null) {
            System.setProperty(SLF4J, "ERROR");
        }
        System.exit(new Main(System.in, System.out, System.err, System.getenv()).run(arguments));
    }

    int run(String... arguments) {
        if (arguments.length == 0) {
            err.print(HELP);
            return USAGE;
        }
        List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
        try {
            return run(arguments[0], rest);
        } catch (UsageException e) {
            err.println("licensing: " + e.getMessage());
            err.print(HELP);
            return USAGE;
        } catch (LicensingException e) {
            err.println("licensing: " + e.getMessage());
            return NO;
        }
    }

    private int run(String command, List<String> rest) {
        return switch (command) {
            case "keygen" -> Keygen.run(Options.parse(rest, Keygen.OPTIONS), err);
            case "mint" -> Mint.run(Options.parse(rest, Mint.OPTIONS), out);
            case "revoked" -> Revoked.run(Options.parse(rest, Revoked.OPTIONS), out);
            case "inspect" -> Inspect.run(Options.parse(rest, Inspect.OPTIONS), in, out);
            case "backup" -> Backup.run(Options.parse(rest, Backup.OPTIONS), err);
            case "move" -> Move.run(Options.parse(rest, Move.OPTIONS), environment, out);
            case "import-keys" ->
                ImportKeys.run(Options.parse(rest, ImportKeys.OPTIONS, ImportKeys.FLAGS), environment, out, err);
            case "check" -> Check.run(Options.parse(rest, List.of()), out);
            case "what-if" -> WhatIf.run(Options.parse(rest, WhatIf.OPTIONS, WhatIf.FLAGS), environment, out, err);
            case "reconcile" ->
                Reconcile.run(Options.parse(rest, Reconcile.OPTIONS, Reconcile.FLAGS), environment, out, err);
            case "seats" -> Seats.run(Options.parse(rest, Seats.OPTIONS, Seats.FLAGS), environment, out, err);
            case "help", "--help", "-h" -> help();
            default -> throw new UsageException("unknown command '" + command + "'");
        };
    }

    private int help() {
        out.print(HELP);
        return OK;
    }
}
