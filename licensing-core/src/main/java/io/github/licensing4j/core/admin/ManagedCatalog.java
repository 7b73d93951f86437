package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.Catalogs;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.ConflictException.Kind;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.Order;
import io.github.licensing4j.core.audit.AuditChain.Act;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.catalog.CatalogProblem;
import io.github.licensing4j.core.catalog.LiveCatalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The catalog file, read, checked and replaced. */
final class ManagedCatalog implements Catalogs {
    private final LiveCatalog live;
    private final Registrar registrar;

    ManagedCatalog(LiveCatalog live, Registrar registrar) {
        this.live = live;
        this.registrar = registrar;
    }

    @Override
    public Text current() {
        byte[] content = live.content();
        return new Text(new String(content, StandardCharsets.UTF_8), hash(content));
    }

    @Override
    public List<String> check(String text) {
        try {
            live.check(text.getBytes(StandardCharsets.UTF_8));
            return List.of();
        } catch (CatalogException e) {
            return e.problems().stream().map(CatalogProblem::toString).toList();
        } catch (LicensingException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Text replace(String text, String ifHash, Order by) {
        return registrar.carryOut(draft -> {
            Text before = current();
            if (!before.hash().equals(ifHash)) {
                throw new ConflictException(
                        Kind.REVISION, "another catalog is in force, with the hash " + before.hash());
            }
            put(text);
            Text after = current();
            draft.act(new Act(
                    by.actor(),
                    "catalog.replaced",
                    null,
                    null,
                    by.reason(),
                    Map.of("hash", after.hash(), "hashBefore", before.hash())));
            return after;
        });
    }

    private void put(String text) {
        try {
            live.put(text.getBytes(StandardCharsets.UTF_8));
        } catch (CatalogException e) {
            throw new InvalidFieldException(
                    "catalog",
                    String.join(
                            "; ",
                            e.problems().stream().map(CatalogProblem::toString).toList()));
        } catch (IOException e) {
            throw new ConflictException(Kind.STATE, "the catalog file cannot be written: " + e.getMessage());
        } catch (LicensingException e) {
            throw new InvalidFieldException("catalog", String.valueOf(e.getMessage()));
        }
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
