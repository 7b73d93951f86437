package io.github.licensing4j.servlet;

import jakarta.servlet.ServletOutputStream;
import java.io.IOException;

/** Counts the bytes that are written. */
final class CountingStream extends DelegatingStream {
    private final ByteCount bytes;

    CountingStream(ServletOutputStream container, ByteCount bytes) {
        super(container);
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
}
