package io.github.licensing4j.examples.weather;

import io.github.licensing4j.RequiresFeature;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Streams observations as server-sent events. One stream is one call, settled when it ends. */
@RestController
final class StreamController implements DisposableBean {
    private static final int OBSERVATIONS = 5;

    private final ExecutorService senders = Executors.newFixedThreadPool(4);

    @GetMapping(path = "/v1/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @RequiresFeature("forecast.daily")
    SseEmitter stream() {
        SseEmitter emitter = new SseEmitter(10_000L);
        senders.execute(() -> send(emitter));
        return emitter;
    }

    private static void send(SseEmitter emitter) {
        try {
            for (int i = 1; i <= OBSERVATIONS; i++) {
                emitter.send(SseEmitter.event().name("observation").data("{\"temperature\":" + (10 + i) + "}"));
            }
            emitter.complete();
        } catch (IOException e) {
            // The client has disconnected; Spring ends the request.
            emitter.completeWithError(e);
        }
    }

    @Override
    public void destroy() {
        senders.shutdownNow();
    }
}
