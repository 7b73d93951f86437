package io.github.licensing4j.examples.cluster.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts one node. */
@SpringBootApplication(proxyBeanMethods = false)
public class NodeApplication {

    public static void main(String[] arguments) {
        Thread watch = new Thread(() -> exitAfter(System.in), "parent");
        watch.setDaemon(true);
        watch.start();
        SpringApplication.run(NodeApplication.class, arguments);
    }

    /** Ends this process once the one that started it has ended, however it ended: then its end of the pipe is closed. */
    private static void exitAfter(InputStream parent) {
        try {
            parent.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            System.exit(0);
        }
    }
}
