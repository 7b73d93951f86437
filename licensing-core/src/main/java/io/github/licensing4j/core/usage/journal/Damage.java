package io.github.licensing4j.core.usage.journal;

/**
 * A place of the journal that could not be read. The two counts are the same where what is around it tells how many calls were in
 * it; at the end of a run that was not closed nothing does.
 *
 * @param segment the file's name
 * @param offset where in the file it begins
 * @param bytes how many bytes were passed over
 * @param lostAtLeast calls that are certainly lost
 * @param lostAtMost calls that may be lost
 * @param what what happened, for operators
 */
public record Damage(String segment, long offset, long bytes, long lostAtLeast, long lostAtMost, String what) {

    @Override
    public String toString() {
        String lost = lostAtLeast == lostAtMost
                ? lostAtLeast + " calls lost"
                : "between " + lostAtLeast + " and " + lostAtMost + " calls lost";
        return segment + " at " + offset + ": " + what + ", " + bytes + " bytes passed over, " + lost;
    }
}
