package io.github.licensing4j.admin;

import java.util.List;

/** The catalog file. */
public interface Catalogs {

    /** The text that is in force, with its hash. */
    Text current();

    /**
     * Checks a text without putting it in force.
     *
     * @return the problems and warnings, each with its line and column where it has one
     */
    Check check(String text);

    /**
     * Puts a text in force and writes it into the file, as a whole or not at all.
     *
     * @param ifHash the hash of the text it is to replace
     * @throws InvalidFieldException if anything is wrong with the text
     * @throws ConflictException if another text is in force, or the file cannot be written
     */
    Text replace(String text, String ifHash, AdminContext by);

    /**
     * The result of a check.
     *
     * @param problems why the text could not take hold, empty if it could
     * @param warnings what is valid and probably mistaken, as a start would log it; empty where there are problems
     */
    record Check(List<String> problems, List<String> warnings) {
        public Check {
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * A catalog.
     *
     * @param text what the file says
     * @param hash the SHA-256 of it, in hexadecimal
     */
    record Text(String text, String hash) {}
}
