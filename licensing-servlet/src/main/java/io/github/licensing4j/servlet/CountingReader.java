package io.github.licensing4j.servlet;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;

/**
 * Counts the bytes of the characters that are read; the container decodes. A replacement character counts as one byte,
 * so malformed input never counts more than it had.
 */
final class CountingReader extends Reader {
    private static final char REPLACEMENT = '\uFFFD';

    private final Reader container;
    private final Charset charset;
    private final ByteCount bytes;

    CountingReader(Reader container, Charset charset, ByteCount bytes) {
        this.container = container;
        this.charset = charset;
        this.bytes = bytes;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        int count = container.read(into, offset, length);
        if (count > 0) {
            bytes.add(encoded(into, offset, offset + count));
        }
        return count;
    }

    private long encoded(char[] characters, int from, int to) {
        long total = 0;
        int start = from;
        for (int i = from; i < to; i++) {
            if (characters[i] == REPLACEMENT) {
                total += EncodedLength.of(characters, start, i - start, charset) + 1;
                start = i + 1;
            }
        }
        return total + EncodedLength.of(characters, start, to - start, charset);
    }

    @Override
    public boolean ready() throws IOException {
        return container.ready();
    }

    @Override
    public void close() throws IOException {
        container.close();
    }
}
