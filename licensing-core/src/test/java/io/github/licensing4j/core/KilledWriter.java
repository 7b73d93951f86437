package io.github.licensing4j.core;

import static io.github.licensing4j.core.AdminFixture.BY;

import io.github.licensing4j.admin.ApiKeys.KeyRequest;
import io.github.licensing4j.core.audit.AuditKey;
import io.github.licensing4j.core.store.jdbc.JdbcStore;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that manages licenses and prints each acknowledged write, until it is killed. */
final class KilledWriter {
    private KilledWriter() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(
                new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.US_ASCII);
        AdminFixture fixture = open(Path.of(arguments[0]));
        while (true) {
            String id = fixture.newLicense("pro@1");
            out.println("license " + id);
            out.println("key "
                    + fixture.admin
                            .keys()
                            .create(id, KeyRequest.plain(), BY)
                            .view()
                            .id());
            fixture.admin.licenses().suspend(id, BY);
            out.println("suspended " + id);
        }
    }

    static AdminFixture open(Path dir) {
        return new AdminFixture(
                dir, JdbcStore.embedded(dir), options -> options.auditKey(AuditKey.at(dir.resolve("audit.key"))));
    }
}
