package io.github.licensing4j.servlet;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;

/** Counts the bytes of the characters that are written; the container encodes and buffers. */
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
            bytes.add(EncodedLength.of(characters, offset, length, charset));
        }

        @Override
        public void flush() {
            container.flush();
        }

        @Override
        public void close() {
            container.close();
        }
    }
}
