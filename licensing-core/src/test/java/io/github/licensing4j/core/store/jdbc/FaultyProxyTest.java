package io.github.licensing4j.core.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proxy before a server that returns each byte that it receives. */
class FaultyProxyTest {
    private final ServerSocket server = listen();
    private FaultyProxy proxy;

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void open() throws IOException {
        proxy = new FaultyProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()));
        Thread echo = new Thread(this::echo, "echo");
        echo.setDaemon(true);
        echo.start();
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    private void echo() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getInputStream().transferTo(client.getOutputStream());
            } catch (IOException e) {
                // The test has ended, or its connection.
                Thread.onSpinWait();
            }
        }
    }

    private Socket client() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setSoTimeout(5_000);
        return client;
    }

    private static int answer(Socket client, int sent) throws IOException {
        client.getOutputStream().write(sent);
        return client.getInputStream().read();
    }

    /** Returns whether a connection has ended, with a reset or without. */
    private static boolean isCut(Socket client) throws SocketTimeoutException {
        try {
            return answer(client, 1) == -1;
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void forwardsAndCuts() throws IOException {
        try (Socket client = client()) {
            assertThat(answer(client, 7)).isEqualTo(7);
            proxy.cut();
            assertThat(isCut(client)).isTrue();
        }
        try (Socket client = client()) {
            assertThat(answer(client, 9)).isEqualTo(9);
        }
    }

    @Test
    void refusesUntilItForwards() throws IOException {
        proxy.refuse();
        try (Socket client = client()) {
            assertThat(isCut(client)).isTrue();
        }
        proxy.forward();
        try (Socket client = client()) {
            assertThat(answer(client, 2)).isEqualTo(2);
        }
    }

    @Test
    void deliversHeldBytesAfterHanging() throws IOException {
        try (Socket client = client()) {
            assertThat(answer(client, 1)).isEqualTo(1);
            proxy.hang();
            client.setSoTimeout(50);
            assertThatThrownBy(() -> answer(client, 2)).isInstanceOf(SocketTimeoutException.class);
            proxy.forward();
            client.setSoTimeout(5_000);
            assertThat(client.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void delaysAnswers() throws IOException {
        try (Socket client = client()) {
            assertThat(answer(client, 1)).isEqualTo(1);
            proxy.delay(Duration.ofMillis(300));
            long start = System.nanoTime();
            assertThat(answer(client, 2)).isEqualTo(2);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }
}
