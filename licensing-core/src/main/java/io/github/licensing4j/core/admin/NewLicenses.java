package io.github.licensing4j.core.admin;

import io.github.licensing4j.LicenseId;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.NewLicense;
import io.github.licensing4j.core.catalog.PlanOffer;
import io.github.licensing4j.core.credential.Bindings;
import io.github.licensing4j.core.credential.PrintableText;
import io.github.licensing4j.core.license.Transitions;
import io.github.licensing4j.spi.LicenseRecord;
import io.github.licensing4j.spi.LicenseRecord.Trial;
import java.text.Normalizer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Validates the settings of a new license, and creates its record. */
final class NewLicenses {
    /** The member of a request that selects whether a license begins with a trial. */
    static final String TRIAL = "trial";

    private static final int MAX_CUSTOMER = 200;
    private static final int MAX_EXTERNAL = 20;
    private static final int MAX_NAME = 200;
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final PlanRules catalog;

    NewLicenses(PlanRules catalog) {
        this.catalog = catalog;
    }

    /** Returns the settings with the kind of purchase resolved: by the plan where the request leaves it open. */
    NewLicense decided(NewLicense wanted) {
        if (wanted.purchase() != NewLicense.Purchase.BY_PLAN) {
            return wanted;
        }
        return catalog.onSale(wanted.plan()).trial() == null ? wanted.bought() : wanted.tried();
    }

    /** @param wanted settings with a resolved kind of purchase */
    LicenseRecord record(LicenseId id, NewLicense wanted, Instant now) {
        checkText("customer", wanted.customer(), MAX_CUSTOMER);
        PlanOffer sold = catalog.onSale(wanted.plan());
        catalog.checkOverrides(wanted.plan(), wanted.overrides(), wanted.customer());
        if (wanted.purchase() == NewLicense.Purchase.TRIAL && sold.trial() != null) {
            catalog.checkOverrides(sold.trial().then(), wanted.overrides(), wanted.customer());
        }
        checkExternal(wanted.external());
        Bindings unused = KeyRequests.bindings(wanted.bindings());
        checkInstant("anchor", wanted.anchor());
        checkInstant("starts", wanted.startsAt());
        checkInstant("expires", wanted.expiresAt());
        Instant start = wanted.startsAt() == null ? now : inMillis(wanted.startsAt());
        if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(start)) {
            throw new InvalidFieldException("expires", "expected an instant after " + start);
        }
        LicenseRecord plain = LicenseRecord.of(id, wanted.customer(), wanted.plan(), now, wanted.zone());
        return plain.edit(now)
                .anchor(wanted.anchor() == null ? start : inMillis(wanted.anchor()))
                .startsAt(wanted.startsAt() == null ? null : inMillis(wanted.startsAt()))
                .expiresAt(wanted.expiresAt() == null ? null : inMillis(wanted.expiresAt()))
                .trial(trial(wanted, sold, start))
                .overrides(wanted.overrides())
                .external(wanted.external())
                .bindings(wanted.bindings())
                .unstored();
    }

    /** Rounds to whole milliseconds, as instants are stored. */
    private static Instant inMillis(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS);
    }

    private static @Nullable Trial trial(NewLicense wanted, PlanOffer sold, Instant start) {
        if (wanted.purchase() == NewLicense.Purchase.BOUGHT) {
            return null;
        }
        PlanOffer.Trial trial = sold.trial();
        if (trial == null) {
            throw new InvalidFieldException(TRIAL, "plan '" + wanted.plan() + "' has no trial, expected false");
        }
        return new Trial(Transitions.plus(start, trial.length(), wanted.zone()), trial.then());
    }

    static void checkExternal(Map<String, String> external) {
        if (external.size() > MAX_EXTERNAL) {
            throw new InvalidFieldException("external", "expected at most " + MAX_EXTERNAL + " names");
        }
        external.forEach((system, name) -> {
            checkText("external", system, MAX_NAME);
            checkText("external", name, MAX_NAME);
        });
    }

    static void checkText(String field, String text, int max) {
        if (text.isBlank() || text.length() > max || !PrintableText.isPrintable(text)) {
            throw new InvalidFieldException(field, "expected 1 to " + max + " characters without control characters");
        }
        if (isSpace(text.codePointAt(0)) || isSpace(text.codePointBefore(text.length()))) {
            throw new InvalidFieldException(field, "expected no white space at either end");
        }
        if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            throw new InvalidFieldException(field, "expected text in Unicode normal form C");
        }
        Secrets.refuseIn(field, text);
    }

    private static boolean isSpace(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    static void checkInstant(String field, @Nullable Instant at) {
        if (at != null && (at.isBefore(EARLIEST) || at.isAfter(LATEST))) {
            throw new InvalidFieldException(field, "expected an instant between " + EARLIEST + " and " + LATEST);
        }
    }
}
