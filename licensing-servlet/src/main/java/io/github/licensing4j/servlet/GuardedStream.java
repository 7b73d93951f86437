package io.github.licensing4j.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** The body of an undecided call. It writes nothing before its first byte is allowed. */
final class GuardedStream extends ServletOutputStream {
    private final GuardedResponse response;
    private final ServletOutputStream container;

    GuardedStream(GuardedResponse response, ServletOutputStream container) {
        this.response = response;
        this.container = container;
    }

    @Override
    public void write(int octet) throws IOException {
        if (response.passesBody()) {
            response.body().write(octet);
        }
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        if (response.passesBody()) {
            response.body().write(octets, offset, length);
        }
    }

    @Override
    public void flush() throws IOException {
        if (response.passesHead()) {
            container.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (response.passesHead()) {
            container.close();
        }
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
