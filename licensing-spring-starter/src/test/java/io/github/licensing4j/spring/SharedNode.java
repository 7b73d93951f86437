package io.github.licensing4j.spring;

import io.github.licensing4j.spi.ExportEvent;
import io.github.licensing4j.spi.ExportResult;
import io.github.licensing4j.spi.UsageExporter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** An application on a shared database, whose exporter records events or, in a process that will be killed, hangs. */
@EnableAutoConfiguration
@Import(ReadController.class)
class SharedNode {
    static final List<ExportEvent> EXPORTED = new CopyOnWriteArrayList<>();
    static volatile Instant now = Instant.EPOCH;
    private static volatile boolean hangs;

    /** Runs a node until it is killed: prints its port, and a line once its exporter holds the task. */
    public static void main(String[] properties) {
        hangs = true;
        now = Instant.parse(System.getProperty("test.now"));
        print("port " + Host.start(SharedNode.class, properties).port());
    }

    private static void print(String line) {
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII).println(line);
    }

    @Bean
    InstantSource licensingClock() {
        return () -> now;
    }

    @Bean
    DataSource dataSource(@Value("${test.jdbc}") String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }

    @Bean
    UsageExporter books() {
        return new RecordingExporter(EXPORTED) {
            @Override
            public ExportResult export(List<ExportEvent> events) throws InterruptedException {
                if (hangs) {
                    print("exporting");
                    new CountDownLatch(1).await();
                }
                return super.export(events);
            }
        };
    }
}
