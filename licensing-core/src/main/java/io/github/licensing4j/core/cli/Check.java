package io.github.licensing4j.core.cli;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.core.catalog.Catalog;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.catalog.CatalogParser;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks a catalog file as the engine would. */
final class Check {
    private Check() {}

    static int run(Options options, PrintStream out) {
        String file = options.only("the catalog file to check");
        try {
            Catalog catalog = CatalogParser.parse(file, Files.readString(Path.of(file), StandardCharsets.UTF_8));
            catalog.warnings().forEach(warning -> out.println("warning: " + warning));
            out.println(file + ": valid, plans: " + catalog.summary().plans().size() + ", features: "
                    + catalog.summary().features().size());
            return Main.OK;
        } catch (CatalogException e) {
            e.problems().forEach(out::println);
            return Main.NO;
        } catch (IOException e) {
            throw new LicensingException("'" + file + "' cannot be read: " + e, e);
        }
    }
}
