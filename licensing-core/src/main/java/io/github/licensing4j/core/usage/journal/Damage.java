package io.github.licensing4j.core.usage.journal;

/**
 * A part of the journal that could not be read. The two counts are equal if its surroundings show how many calls it
 * contained; at the end of a run that was not closed they do not.
 *
 * @param segment the file's name
 * @param offset the start of the damage in the file
 * @param bytes how many bytes were skipped
 * @param lostAtLeast calls that are certainly lost
 * @param lostAtMost calls that may be lost
 * @param what a description for operators
 */
public record Damage(String segment, long offset, long bytes, long lostAtLeast, long lostAtMost, String what) {

    @Override
    public String toString() {
        String lost = lostAtLeast == lostAtMost
                ? lostAtLeast + " calls lost"
                : "between " + lostAtLeast + " and " + lostAtMost + " calls lost";
        return segment + " at " + offset + ": " + what + ", " + bytes + " bytes skipped, " + lost;
    }
}
