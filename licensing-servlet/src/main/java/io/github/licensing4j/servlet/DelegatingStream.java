package io.github.licensing4j.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** A stream that leaves everything but writing to the container. */
abstract class DelegatingStream extends ServletOutputStream {
    final ServletOutputStream container;

    DelegatingStream(ServletOutputStream container) {
        this.container = container;
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
    public final boolean isReady() {
        return container.isReady();
    }

    @Override
    public final void setWriteListener(WriteListener listener) {
        container.setWriteListener(listener);
    }
}
