package io.github.licensing4j.core.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Forwards TCP connections to a server and fails as networks and servers do. A fault concerns present and new connections, until the next
 * one or {@link #forward}.
 */
public final class FaultyProxy implements AutoCloseable {
    private volatile InetSocketAddress target;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Fault fault = Fault.NONE;
    private Duration delay = Duration.ZERO;

    private enum Fault {
        NONE,
        REFUSING,
        HANGING,
        CLOSED
    }

    /** Starts a proxy on a free port of the loopback address, which forwards. */
    public FaultyProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("faulty-proxy", this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Forwards without a fault. What a hanging connection holds is delivered. */
    public void forward() {
        become(Fault.NONE, Duration.ZERO);
    }

    /** Forwards new connections to another server. */
    public void forwardTo(InetSocketAddress server) {
        target = server;
        forward();
    }

    /** Resets present connections, and each new one at once, as a server that is down. */
    public void refuse() {
        become(Fault.REFUSING, Duration.ZERO);
        cut();
    }

    /** Keeps connections open, accepts new ones, and delivers nothing, as a half-open connection. */
    public void hang() {
        become(Fault.HANGING, Duration.ZERO);
    }

    /** Delivers each part of an answer after a delay, as a slow server. */
    public void delay(Duration each) {
        become(Fault.NONE, each);
    }

    /** Resets present connections. New ones are not concerned. */
    public void cut() {
        sockets.forEach(FaultyProxy::reset);
    }

    private void become(Fault next, Duration nextDelay) {
        lock.lock();
        try {
            fault = next;
            delay = nextDelay;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException e) {
                // The listener was closed, or the server is down: the client sees its connection end.
                Thread.onSpinWait();
            }
        }
    }

    private void connect(Socket client) throws IOException {
        if (isRefusing()) {
            reset(client);
            return;
        }
        Socket server = new Socket();
        sockets.add(client);
        sockets.add(server);
        try {
            server.connect(target);
            if (isRefusing()) {
                throw new IOException("refused meanwhile");
            }
        } catch (IOException e) {
            end(client, server);
            throw e;
        }
        start("faulty-proxy-request", () -> pump(client, server, false));
        start("faulty-proxy-answer", () -> pump(server, client, true));
    }

    private boolean isRefusing() {
        lock.lock();
        try {
            return fault == Fault.REFUSING;
        } finally {
            lock.unlock();
        }
    }

    private void pump(Socket from, Socket to, boolean isAnswer) {
        byte[] buffer = new byte[1 << 14];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                await(isAnswer);
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One side ended the connection, and so does the other.
            Thread.onSpinWait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(from, to);
        }
    }

    /** Waits while nothing is delivered; returns at once when another fault begins. */
    private void await(boolean isAnswer) throws InterruptedException {
        lock.lock();
        try {
            do {
                while (fault == Fault.HANGING) {
                    changed.await();
                }
                Duration begun = delay;
                long left = isAnswer ? begun.toNanos() : 0;
                while (left > 0 && delay.equals(begun) && fault == Fault.NONE) {
                    left = changed.awaitNanos(left);
                }
            } while (fault == Fault.HANGING);
        } finally {
            lock.unlock();
        }
    }

    private void end(Socket one, Socket other) {
        for (Socket socket : new Socket[] {one, other}) {
            sockets.remove(socket);
            reset(socket);
        }
    }

    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It has ended already.
            Thread.onSpinWait();
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        become(Fault.CLOSED, Duration.ZERO);
        cut();
    }
}
