package io.github.licensing4j.core.catalog;

import io.github.licensing4j.Money;
import java.math.RoundingMode;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Parses the texts of a catalog. Each parser throws IllegalArgumentException with the expected form. */
final class CatalogScalars {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");
    private static final Pattern MONEY = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,15})? [A-Z]{3}");
    private static final Duration LONGEST = Duration.ofDays(366);

    private CatalogScalars() {}

    /** The form of names, which need no quoting in headers, claims and file paths. */
    static final String NAME_FORM = "letters, digits, '.', '_' and '-', starting with a letter, at most 64";

    /** Returns whether a text can name a feature, meter or limit. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Parses an exact time, {@code PT1S} or {@code P1D}, a day being 24 hours. */
    static Duration duration(String text) {
        Duration duration;
        try {
            duration = Duration.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "expected an exact ISO 8601 duration, such as PT1S or P1D, got '" + text + "'", e);
        }
        if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("expected more than zero and at most P366D, got '" + text + "'");
        }
        return duration;
    }

    /** Parses the price of a period: an amount that can be paid, so without more digits than the minor unit has. */
    static Money price(String text) {
        Money price = unitPrice(text);
        int digits = price.currency().getDefaultFractionDigits();
        if (price.amount().stripTrailingZeros().scale() > digits) {
            throw new IllegalArgumentException("expected an amount with at most " + digits
                    + " digits after the point, as " + price.currency() + " has, such as "
                    + price.amount().setScale(digits, RoundingMode.HALF_EVEN).toPlainString() + " " + price.currency()
                    + ", got '" + text + "'");
        }
        return price;
    }

    /** Parses the price of a unit: it may be far below the minor unit of its currency, which must have one. */
    static Money unitPrice(String text) {
        Money price = money(text);
        if (price.currency().getDefaultFractionDigits() < 0) {
            throw new IllegalArgumentException("expected a currency that is paid in, such as USD or EUR, but "
                    + price.currency() + " (" + price.currency().getDisplayName(Locale.ROOT)
                    + ") has no minor unit to round to, got '" + text + "'");
        }
        return price;
    }

    /** Parses an amount that is not negative, {@code 49.00 USD}. */
    static Money money(String text) {
        if (!MONEY.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "expected an amount and a currency, such as 49.00 USD, got '" + text + "'");
        }
        return Money.parse(text);
    }

    /** Parses an absolute http or https address. */
    static URI web(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || !("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
            throw new IllegalArgumentException(
                    "expected an address such as https://example.com/pricing, got '" + text + "'");
        }
        return uri;
    }
}
