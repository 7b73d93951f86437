package io.github.licensing4j.core.catalog;

import java.util.Arrays;

/**
 * Counts how many polls in a row read the same content of a file. A file that is still being written can read like a
 * whole catalog, only with plans and rules missing; so a content counts once it has been the same for a whole interval.
 *
 * <p>Used by one thread.
 */
final class Settling {
    /** Polls with the same content after which it is accepted: two are a whole interval apart. */
    private static final int SETTLED = 2;

    /** Further polls before a content is accepted that drops every endpoint rule, plan or limit. */
    static final int FURTHER_POLLS = 3;

    private byte[] seen = {};
    private int polls;

    /** Records the content of one poll. */
    void record(byte[] content) {
        polls = polls > 0 && Arrays.equals(content, seen) ? Math.min(polls + 1, SETTLED + FURTHER_POLLS) : 1;
        seen = content;
    }

    boolean isSettled() {
        return polls >= SETTLED;
    }

    /** Returns whether a content that drops protected definitions may take effect. */
    boolean isConfirmed() {
        return polls >= SETTLED + FURTHER_POLLS;
    }
}
