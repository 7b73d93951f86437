package io.github.licensing4j.core.catalog;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;

/**
 * Reads a YAML text in short parts: the parser has no room for the second half of a surrogate pair whose first half ends
 * its full buffer, and throws {@link IndexOutOfBoundsException}.
 */
public final class YamlReader extends FilterReader {
    private static final int MOST = 512;

    private YamlReader(Reader in) {
        super(in);
    }

    /** Returns a reader of a text for {@code createParser} or {@code readTree}. */
    public static Reader of(String text) {
        return new YamlReader(new StringReader(text));
    }

    @Override
    public int read(char[] chars, int from, int length) throws IOException {
        return super.read(chars, from, Math.min(length, MOST));
    }
}
