package io.github.licensing4j;

import java.util.Locale;

/** The kinds of signals: what may be misuse, and what may be an opportunity to sell or to help. */
public enum SignalKind {
    /** Calls with one credential come from many networks at once, and from many devices or while others are in flight. */
    KEY_SHARING(true),
    /** The usage of an hour is far above that of the same hour of other weeks. */
    BURST(true),
    /** Many different credentials that are not valid come from one network. */
    CREDENTIAL_STUFFING(true),
    /** A license calls many different endpoints that it is refused, or that do not exist. */
    ENUMERATION(true),
    /** A license that is used regularly is not used any more. */
    SILENCE(false),
    /** A limit refuses calls, or is almost used up, again and again. */
    NEAR_LIMIT(false),
    /** Calls are often refused because the license lacks a feature. */
    FEATURE_REFUSED(false),
    /** All seats are held, and more are requested. */
    SEATS_FULL(false),
    /** A trial is used regularly. */
    TRIAL_ENGAGED(false),
    /** A trial is hardly used, and its end is near. */
    TRIAL_IDLE(false);

    private final boolean isMisuse;
    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    SignalKind(boolean isMisuse) {
        this.isMisuse = isMisuse;
    }

    /** Returns whether it may be misuse, which the catalog can answer. */
    public boolean isMisuse() {
        return isMisuse;
    }

    /** Returns the name as it is written on the wire and in the catalog: lower case with hyphens, {@code key-sharing}. */
    public String text() {
        return text;
    }
}
