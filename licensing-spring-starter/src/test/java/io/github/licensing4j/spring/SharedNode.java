package io.github.licensing4j.spring;

import io.github.licensing4j.RequiresFeature;
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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application on a shared database, whose exporter records events or, in a process that will be killed, hangs. */
@EnableAutoConfiguration
@Import(SharedNode.Reports.class)
class SharedNode {
    static final List<String> EXPORTED = new CopyOnWriteArrayList<>();
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

    @RestController
    static class Reports {
        @GetMapping("/read")
        @RequiresFeature("report.read")
        String read() {
            return "read";
        }
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
        return new UsageExporter() {
            @Override
            public String name() {
                return "books";
            }

            @Override
            public ExportResult export(List<ExportEvent> events) throws InterruptedException {
                if (hangs) {
                    print("exporting");
                    new CountDownLatch(1).await();
                }
                events.forEach(event -> EXPORTED.add(event.id()));
                return ExportResult.all(events, new ExportResult.Accepted());
            }
        };
    }
}
