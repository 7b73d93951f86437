package io.github.licensing4j;

import java.util.Locale;

/** The keys that figures of usage, refusals, latency and revenue can be grouped and selected by. */
public enum InsightDimension {
    /** The plan version in force, such as {@code pro@1}; empty for refusals of no license. */
    PLAN,
    CUSTOMER,
    /** The id of the license. */
    LICENSE,
    METER,
    /** The features of the endpoint, joined by commas. */
    FEATURE,
    ENDPOINT,
    /** The first digit of the HTTP status; {@code 0} for a correction. */
    STATUS,
    /** The code of a refusal, such as {@code quota-exhausted}. */
    CODE,
    /** The code of the currency of revenue; empty for invoices on which nothing has a price. */
    CURRENCY;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** Returns the name in lower case. */
    public String text() {
        return text;
    }
}
