package io.github.licensing4j.servlet;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Counts the bytes that characters become; encoding and buffering stay the container's. */
final class CountingWriter extends PrintWriter {
    private final PrintWriter container;

    CountingWriter(PrintWriter container, Charset charset, ByteCount bytes) {
        super(new Counting(container, charset, bytes));
        this.container = container;
    }

    @Override
    public boolean checkError() {
        return container.checkError();
    }

    private static final class Counting extends Writer {
        private final PrintWriter container;
        private final Charset charset;
        private final ByteCount bytes;

        Counting(PrintWriter container, Charset charset, ByteCount bytes) {
            this.container = container;
            this.charset = charset;
            this.bytes = bytes;
        }

        @Override
        public void write(char[] characters, int offset, int length) {
            container.write(characters, offset, length);
            bytes.add(encodedLength(characters, offset, length));
        }

        @Override
        public void flush() {
            container.flush();
        }

        @Override
        public void close() {
            container.close();
        }

        private long encodedLength(char[] characters, int offset, int length) {
            if (charset.equals(StandardCharsets.UTF_8)) {
                return utf8Length(characters, offset, length);
            }
            if (charset.equals(StandardCharsets.ISO_8859_1) || charset.equals(StandardCharsets.US_ASCII)) {
                return length;
            }
            return new String(characters, offset, length).getBytes(charset).length;
        }

        /** A surrogate counts 2, so that a pair counts 4 even when two writes share it. */
        private static long utf8Length(char[] characters, int offset, int length) {
            long total = 0;
            for (int i = offset; i < offset + length; i++) {
                char c = characters[i];
                if (c < 0x80) {
                    total += 1;
                } else {
                    total += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
                }
            }
            return total;
        }
    }
}
