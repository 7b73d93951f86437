package io.github.licensing4j.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** The text of an undecided call. It writes nothing before its first character is allowed. */
final class GuardedWriter extends Writer {
    private final GuardedResponse response;
    private final PrintWriter container;

    GuardedWriter(GuardedResponse response, PrintWriter container) {
        this.response = response;
        this.container = container;
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        if (response.passesBody()) {
            response.text().write(text, offset, length);
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
}
