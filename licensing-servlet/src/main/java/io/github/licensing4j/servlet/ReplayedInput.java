package io.github.licensing4j.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** Reads bytes that were read before, and then what is left in the stream of the container. */
final class ReplayedInput extends ServletInputStream {
    private final byte[] start;
    private final ServletInputStream container;
    private final Rest rest;
    private int at;

    /** The bytes behind those that were read before. */
    enum Rest {
        NONE,
        FOLLOWS
    }

    ReplayedInput(byte[] start, ServletInputStream container, Rest rest) {
        this.start = start;
        this.container = container;
        this.rest = rest;
    }

    private boolean isReplayed() {
        return at == start.length;
    }

    @Override
    public int read() throws IOException {
        if (!isReplayed()) {
            return start[at++] & 0xff;
        }
        return rest == Rest.NONE ? -1 : container.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (isReplayed()) {
            return rest == Rest.NONE ? (length == 0 ? 0 : -1) : container.read(into, offset, length);
        }
        int count = Math.min(length, start.length - at);
        System.arraycopy(start, at, into, offset, count);
        at += count;
        return count;
    }

    @Override
    public int available() throws IOException {
        int left = start.length - at;
        return left > 0 || rest == Rest.NONE ? left : container.available();
    }

    @Override
    public void close() throws IOException {
        at = start.length;
        container.close();
    }

    @Override
    public boolean isFinished() {
        return isReplayed() && (rest == Rest.NONE || container.isFinished());
    }

    @Override
    public boolean isReady() {
        return !isReplayed() || rest == Rest.NONE || container.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        container.setReadListener(new Replaying(listener));
    }

    /** Delivers the bytes that were read before where the container has none left to deliver. */
    private final class Replaying implements ReadListener {
        private final ReadListener listener;

        Replaying(ReadListener listener) {
            this.listener = listener;
        }

        @Override
        public void onDataAvailable() throws IOException {
            listener.onDataAvailable();
        }

        @Override
        public void onAllDataRead() throws IOException {
            if (!isReplayed()) {
                listener.onDataAvailable();
            }
            listener.onAllDataRead();
        }

        @Override
        public void onError(Throwable failure) {
            listener.onError(failure);
        }
    }
}
