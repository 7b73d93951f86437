package io.github.licensing4j.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** Counts the bytes that are read; everything else is left to the container. */
final class CountingInput extends ServletInputStream {
    private final ServletInputStream container;
    private final ByteCount bytes;

    CountingInput(ServletInputStream container, ByteCount bytes) {
        this.container = container;
        this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
        int octet = container.read();
        if (octet >= 0) {
            bytes.add(1);
        }
        return octet;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = container.read(into, offset, length);
        if (count > 0) {
            bytes.add(count);
        }
        return count;
    }

    @Override
    public int available() throws IOException {
        return container.available();
    }

    @Override
    public void close() throws IOException {
        container.close();
    }

    @Override
    public boolean isFinished() {
        return container.isFinished();
    }

    @Override
    public boolean isReady() {
        return container.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        container.setReadListener(listener);
    }
}
