package io.github.licensing4j.core.cli;

import io.github.licensing4j.admin.KeyImport;
import io.github.licensing4j.core.cli.ForeignKey.Owner;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Imports API keys of another system into a running service, and reports each that is not imported. Only digests are sent. It
 * can be repeated: keys that were imported before stay as they are.
 */
final class ImportKeys {
    static final List<String> OPTIONS = List.of("--url", "--from", "--system", "--timeout");
    static final List<String> FLAGS = List.of("--dry-run", "--allow-http");

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int MAX_FILE = 256 * 1024 * 1024;

    private final AdminClient client;
    private final boolean dryRun;
    private final PrintStream out;
    private long imported;
    private long unchanged;
    private long refused;

    private ImportKeys(AdminClient client, boolean dryRun, PrintStream out) {
        this.client = client;
        this.dryRun = dryRun;
        this.out = out;
    }

    static int run(Options options, Map<String, String> environment, PrintStream out, PrintStream err) {
        Path file = Path.of(options.only("one FILE"));
        KeyExport.Form form = options.optional("--from", KeyExport.Form::parse)
                .orElseThrow(() -> new UsageException("option --from is missing"));
        try (AdminClient client = AdminClient.open("import-keys", options, environment, Duration.ofMinutes(1))) {
            ImportKeys imports = new ImportKeys(client, options.flag("--dry-run"), out);
            return imports.run(
                    KeyExport.read(form, content(file)),
                    options.optional("--system").orElse(null),
                    err);
        } catch (IOException e) {
            err.println("licensing: " + file + ": " + e.getMessage());
            return Main.USAGE;
        }
    }

    private int run(KeyExport export, @Nullable String system, PrintStream err) {
        try {
            return run(export, system);
        } catch (IOException e) {
            err.println("licensing: " + client.address().base() + ": " + e.getMessage()
                    + "; what was imported before stays, repeat the command");
            return Main.USAGE;
        }
    }

    private static byte[] content(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("it is no file");
        }
        if (Files.size(file) > MAX_FILE) {
            throw new IOException("it is longer than " + MAX_FILE + " bytes; divide it");
        }
        return Files.readAllBytes(file);
    }

    private int run(KeyExport export, @Nullable String system) throws IOException {
        export.problems().forEach(this::refuse);
        boolean isMapped = export.keys().stream().anyMatch(key -> key.owner() instanceof Owner.External);
        Map<String, String> licenses = isMapped ? licenses(system) : Map.of();
        Batch batch = new Batch();
        for (ForeignKey key : export.keys()) {
            String license = license(key.owner(), licenses);
            if (license == null) {
                refuse(key.place() + ": no license, or several, have its owner as external." + system);
                continue;
            }
            ObjectNode request = request(key, license);
            int length = request.toString().length();
            if (length > Batch.MOST_CHARACTERS) {
                refuse(key.place() + ": its name and scopes are longer than a request can be");
                continue;
            }
            if (!batch.hasRoom(length)) {
                send(batch);
                batch = new Batch();
            }
            batch.add(key, request, length);
        }
        send(batch);
        out.println((dryRun ? "would import " : "imported ") + imported + ", unchanged " + unchanged + ", refused "
                + refused);
        return refused == 0 ? Main.OK : Main.NO;
    }

    /** The keys of one request. */
    private static final class Batch {
        /** A character has 3 bytes at most, and a body 64 KiB. */
        static final int MOST_CHARACTERS = 16 * 1024;

        private final List<ForeignKey> keys = new ArrayList<>();
        private final ArrayNode requests = MAPPER.createArrayNode();
        private int length;

        boolean hasRoom(int characters) {
            return keys.size() < KeyImport.MOST_KEYS && length + characters <= MOST_CHARACTERS;
        }

        void add(ForeignKey key, ObjectNode request, int characters) {
            keys.add(key);
            requests.add(request);
            length += characters;
        }
    }

    private static @Nullable String license(Owner owner, Map<String, String> licenses) {
        if (owner instanceof Owner.LicenseOf named) {
            return named.id();
        }
        for (String name : ((Owner.External) owner).names()) {
            if (licenses.containsKey(name)) {
                return licenses.get(name).isEmpty() ? null : licenses.get(name);
            }
        }
        return null;
    }

    /** Returns the licenses by their name in the other system; an empty id where several have the same name. */
    private Map<String, String> licenses(@Nullable String system) throws IOException {
        if (system == null) {
            throw new UsageException(
                    "option --system is missing: the name under which licenses have the owners of these keys in"
                            + " 'external', such as unkey");
        }
        Map<String, String> licenses = new HashMap<>();
        String path = "licenses?limit=1000";
        while (path != null) {
            JsonNode page = ResponseJson.read(client.get(path, "list of licenses"));
            for (JsonNode license : page.path("licenses")) {
                JsonNode name = license.path("external").path(system);
                if (name.isString()) {
                    licenses.merge(name.stringValue(), license.path("id").asString(), (one, other) -> "");
                }
            }
            JsonNode next = page.path("next");
            path = next.isString() ? "licenses?limit=1000&cursor=" + encoded(next.stringValue()) : null;
        }
        return licenses;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void send(Batch batch) throws IOException {
        if (batch.keys.isEmpty()) {
            return;
        }
        ObjectNode body = MAPPER.createObjectNode().put("dryRun", dryRun);
        body.set("keys", batch.requests);
        JsonNode results = ResponseJson.read(client.post("keys/import", body.toString(), "report"))
                .path("keys");
        if (results.size() != batch.keys.size()) {
            throw new IOException("the response is no report of an import");
        }
        for (int i = 0; i < batch.keys.size(); i++) {
            count(batch.keys.get(i), results.get(i));
        }
    }

    private static ObjectNode request(ForeignKey key, String license) {
        ObjectNode request = MAPPER.createObjectNode().put("hash", key.hash()).put("license", license);
        if (!key.masked().isEmpty()) {
            request.put("masked", key.masked());
        }
        if (!key.name().isEmpty()) {
            request.put("name", key.name());
        }
        if (!key.scopes().isEmpty()) {
            key.scopes().forEach(request.putArray("scopes")::add);
        }
        if (key.expires() != null) {
            request.put("expires", key.expires().toString());
        }
        return request;
    }

    private void count(ForeignKey key, JsonNode result) {
        switch (result.path("outcome").asString("")) {
            case "imported" -> imported++;
            case "unchanged" -> unchanged++;
            default -> refuse(key.place() + ": " + ResponseJson.plain(result.path("cause")));
        }
    }

    private void refuse(String line) {
        refused++;
        out.println("refused " + line);
    }
}
