package io.github.licensing4j.admin;

import java.util.List;

/** Reads, checks, compares and replaces the catalog file. */
public interface Catalogs {

    /** Returns the catalog in force, with its hash. */
    Text current();

    /**
     * Checks a catalog without applying it.
     *
     * @return the problems and warnings, each with its line and column where it has one
     */
    Check check(String text);

    /**
     * Applies a catalog and writes it into the file, as a whole or not at all.
     *
     * @param ifHash the hash of the text to replace
     * @throws InvalidFieldException if the text is invalid
     * @throws ConflictException if another text is in force, or the file cannot be written
     */
    Text replace(String text, String ifHash, AdminContext by);

    /**
     * Replays stored usage under a draft of the catalog and under the live one, and compares decisions and charges. Nothing
     * is charged, refused or stored. Takes a while on much usage; one replay runs at a time.
     *
     * @throws InvalidFieldException if the draft is no valid catalog, or the time is wrong
     * @throws ConflictException if another replay is running
     */
    WhatIfReport whatIf(WhatIfRequest request);

    /** Returns the comparison of the calls of this node with its shadow catalog. */
    ShadowReport shadow();

    /**
     * Compares further calls of this node with a candidate, which charges and refuses nothing. It replaces an earlier one,
     * whose comparison is lost, until it is cleared or this node ends.
     *
     * @throws InvalidFieldException if the text is invalid
     * @throws ConflictException if the shadow catalog is a configured file
     */
    ShadowReport setShadow(String text, AdminContext by);

    /**
     * Ends the comparison. Does nothing if there is none.
     *
     * @throws ConflictException if the shadow catalog is a configured file
     */
    void clearShadow(AdminContext by);

    /**
     * The result of a check.
     *
     * @param problems why the text is invalid, empty if it is valid
     * @param warnings what is valid and probably mistaken, as a start would log it; empty where there are problems
     */
    record Check(List<String> problems, List<String> warnings) {
        public Check {
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * The text of a catalog.
     *
     * @param text the content of the file
     * @param hash the SHA-256 of it, in hexadecimal
     */
    record Text(String text, String hash) {}
}
