package io.github.licensing4j.admin;

import java.util.List;

/** The catalog file. */
public interface Catalogs {

    /** The text that is in force, with its hash. */
    Text current();

    /**
     * Checks a text without putting it in force.
     *
     * @return what is wrong with it, each problem with its line and column; empty if nothing is
     */
    List<String> check(String text);

    /**
     * Puts a text in force and writes it into the file, as a whole or not at all.
     *
     * @param ifHash the hash of the text it is to replace
     * @throws InvalidFieldException if anything is wrong with the text
     * @throws ConflictException if another text is in force, or the file cannot be written
     */
    Text replace(String text, String ifHash, Order by);

    /**
     * A catalog.
     *
     * @param text what the file says
     * @param hash the SHA-256 of it, in hexadecimal
     */
    record Text(String text, String hash) {}
}
