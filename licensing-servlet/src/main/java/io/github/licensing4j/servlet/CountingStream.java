package io.github.licensing4j.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** Counts the bytes that are written; everything else is left to the container. */
final class CountingStream extends ServletOutputStream {
    private final ServletOutputStream container;
    private final ByteCount bytes;

    CountingStream(ServletOutputStream container, ByteCount bytes) {
        this.container = container;
        this.bytes = bytes;
    }

    @Override
    public void write(int octet) throws IOException {
        container.write(octet);
        bytes.add(1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        container.write(octets, offset, length);
        bytes.add(length);
    }

    @Override
    public void flush() throws IOException {
        container.flush();
    }

    @Override
    public void close() throws IOException {
        container.close();
    }

    @Override
    public boolean isReady() {
        return container.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        container.setWriteListener(listener);
    }
}
