package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.AdminContext;
import io.github.licensing4j.admin.Catalogs;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.ConflictException.Kind;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.ShadowReport;
import io.github.licensing4j.admin.WhatIfReport;
import io.github.licensing4j.admin.WhatIfRequest;
import io.github.licensing4j.core.audit.AuditChain.AuditAction;
import io.github.licensing4j.core.catalog.CatalogException;
import io.github.licensing4j.core.catalog.CatalogProblem;
import io.github.licensing4j.core.catalog.LiveCatalog;
import io.github.licensing4j.core.hash.Sha256;
import io.github.licensing4j.spi.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads, checks, compares and replaces the catalog file. */
final class ManagedCatalog implements Catalogs {
    private static final Logger log = LoggerFactory.getLogger(ManagedCatalog.class);

    private final LiveCatalog live;
    private final AdminTransactions adminTransactions;
    private final FileActs files;
    private final WhatIfReplays replays;
    private final ManagedShadow shadow;

    ManagedCatalog(LiveCatalog live, ManagedShadow shadow, AdminTransactions adminTransactions, WhatIfReplays replays) {
        this.live = live;
        this.shadow = shadow;
        this.adminTransactions = adminTransactions;
        this.replays = replays;
        this.files = new FileActs(adminTransactions);
    }

    @Override
    public Text current() {
        byte[] content = live.content();
        return new Text(new String(content, StandardCharsets.UTF_8), Sha256.hex(content));
    }

    @Override
    public Check check(String text) {
        try {
            return new Check(List.of(), live.check(text.getBytes(StandardCharsets.UTF_8)));
        } catch (CatalogException e) {
            return new Check(e.problems().stream().map(CatalogProblem::toString).toList(), List.of());
        } catch (StoreException e) {
            throw e;
        } catch (LicensingException e) {
            return new Check(List.of(String.valueOf(e.getMessage())), List.of());
        }
    }

    @Override
    public Text replace(String text, String ifHash, AdminContext by) {
        return adminTransactions.exclusively(() -> {
            Text before = current();
            if (!before.hash().equals(ifHash)) {
                throw new ConflictException(
                        Kind.REVISION, "another catalog is in force, with the hash " + before.hash());
            }
            refuseIfWrong(text);
            Map<String, String> hashes =
                    Map.of("hash", Sha256.hex(text.getBytes(StandardCharsets.UTF_8)), "hashBefore", before.hash());
            AuditAction begun = new AuditAction(by.actor(), "catalog.replaced", null, null, by.reason(), hashes);
            return files.carryOut(begun, () -> put(text), after -> Map.of());
        });
    }

    @Override
    public WhatIfReport whatIf(WhatIfRequest request) {
        return replays.run(request);
    }

    @Override
    public ShadowReport shadow() {
        return shadow.report();
    }

    @Override
    public ShadowReport setShadow(String text, AdminContext by) {
        return shadow.set(text, by);
    }

    @Override
    public void clearShadow(AdminContext by) {
        shadow.clear(by);
    }

    /** Refuses an invalid text before anything is written to the audit log. */
    private void refuseIfWrong(String text) {
        List<String> problems = check(text).problems();
        if (!problems.isEmpty()) {
            throw new InvalidFieldException("catalog", String.join("; ", problems));
        }
    }

    private Text put(String text) {
        try {
            live.put(text.getBytes(StandardCharsets.UTF_8));
            return current();
        } catch (CatalogException e) {
            throw new InvalidFieldException("catalog", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            log.warn("The catalog file cannot be replaced", e);
            throw new ConflictException(
                    Kind.STATE,
                    "the catalog file cannot be written (" + e.getClass().getSimpleName() + ")");
        }
    }
}
