package io.github.licensing4j.spring;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.licensing4j.LicenseContext;
import io.github.licensing4j.Page;
import io.github.licensing4j.UsageDimension;
import io.github.licensing4j.UsageKind;
import io.github.licensing4j.UsageSelection;
import io.github.licensing4j.UsageTotal;
import io.github.licensing4j.servlet.LicensingFilter;
import io.github.licensing4j.spi.Store;
import io.github.licensing4j.spi.UsageLedger;
import io.github.licensing4j.spi.UsageQuery;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A host in its own process, which prints its port and serves until it is killed. */
final class KilledHost {
    static final String ISSUER = "https://host.example";
    static final String AUDIENCE = "host";
    static final String SPRING = "/call";
    static final String PLAIN = "/plain";

    private KilledHost() {}

    @LicensedWebHost
    @Import({Reached.class, Calls.class, Ledger.class})
    static class App {
        @Bean
        ServletRegistrationBean<Plain> plain(Reached reached) {
            return new ServletRegistrationBean<>(new Plain(reached), PLAIN);
        }
    }

    /**
     * Writes a line for each call that reached a handler, before it is answered: a count independent of the library.
     */
    static class Reached {
        private final FileChannel reached;

        Reached(Environment environment) throws IOException {
            Path file = Path.of(environment.getRequiredProperty("reached"));
            this.reached = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        void write(LicenseContext context) throws IOException {
            String license = context.license().orElseThrow().id().value();
            ByteBuffer line = ByteBuffer.wrap((license + "\n").getBytes(US_ASCII));
            int length = line.remaining();
            if (reached.write(line) != length) {
                throw new IOException("a part of a line was written");
            }
        }
    }

    /** Spring sends the response before the filter has settled the call. */
    @RestController
    static class Calls {
        private final Reached reached;

        Calls(Reached reached) {
            this.reached = reached;
        }

        @PostMapping(SPRING)
        String call(LicenseContext context) throws IOException {
            reached.write(context);
            return "reached";
        }
    }

    /** Lets the container send the response, which it does after the filter has settled the call. */
    static final class Plain extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // No servlet is ever serialized.
        private final Reached reached;

        Plain(Reached reached) {
            this.reached = reached;
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            reached.write(LicensingFilter.context(request));
            response.getOutputStream().print("reached");
        }
    }

    /** Returns the usage in the ledger, a line for each license. Exempt itself. */
    @RestController
    static class Ledger {
        private final Store store;

        Ledger(Store store) {
            this.store = store;
        }

        @GetMapping("/ledger")
        String ledger() {
            StringBuilder lines = new StringBuilder();
            calls(store.usage())
                    .forEach((license, calls) ->
                            lines.append(license).append(' ').append(calls).append('\n'));
            return lines.toString();
        }
    }

    /** Charged calls of each license. */
    static Map<String, Long> calls(UsageLedger ledger) {
        Page<UsageTotal> page = ledger.usage(new UsageQuery(
                ISSUER,
                new UsageSelection(null, null, null, "calls"),
                Instant.EPOCH,
                Instant.parse("2999-01-01T00:00:00Z"),
                Set.of(UsageDimension.LICENSE),
                UsageKind.CHARGED,
                null,
                1_000));
        Map<String, Long> calls = new TreeMap<>();
        page.items().forEach(total -> calls.put(total.keys().get(UsageDimension.LICENSE), total.units()));
        return calls;
    }

    public static void main(String[] arguments) {
        Path dir = Path.of(arguments[0]);
        PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, US_ASCII);
        Host host = Host.start(
                App.class,
                "reached=" + dir.resolve("reached"),
                "licensing.catalog.location=" + dir.resolve("licensing.yaml"),
                "licensing.keys.generate=false",
                "licensing.store.data-dir=" + dir.resolve("data"),
                "licensing.filter.exclude=/ledger",
                "logging.level.io.github.licensing4j=WARN",
                "logging.threshold.console=OFF",
                "logging.file.name=" + dir.resolve("log"),
                // Often, so that many kills happen during a commit; and a small journal, though enough for a slow disk.
                "licensing.usage.flush-interval=20ms",
                "licensing.usage.max-disk=32MB");
        out.println("port " + host.port());
    }
}
