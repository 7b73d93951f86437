package io.github.licensing4j.core.http;

import io.github.licensing4j.core.http.HttpReply.Body;
import io.github.licensing4j.core.http.HttpReply.Received;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Collects a body up to a limit and cancels the rest. Never fails: a broken body is a result. */
final class BoundedBody implements BodySubscriber<Received> {
    private final ResponseInfo head;
    private final int maxBytes;
    private final CompletableFuture<Received> result = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private @Nullable Subscription subscription;

    BoundedBody(ResponseInfo head, int maxBytes) {
        this.head = head;
        this.maxBytes = maxBytes;
    }

    @Override
    public CompletionStage<Received> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        boolean isTooLong = false;
        for (ByteBuffer buffer : buffers) {
            byte[] chunk = new byte[Math.min(buffer.remaining(), maxBytes - bytes.size())];
            isTooLong |= buffer.remaining() > chunk.length;
            buffer.get(chunk);
            bytes.writeBytes(chunk);
        }
        Subscription more = subscription;
        if (more == null) {
            return;
        }
        if (isTooLong) {
            more.cancel();
            result.complete(received(Body.CUT_OFF));
        } else {
            more.request(1);
        }
    }

    @Override
    public void onError(Throwable failure) {
        result.complete(received(Body.BROKEN_OFF));
    }

    @Override
    public void onComplete() {
        result.complete(received(Body.COMPLETE));
    }

    /** Returns the head without the body, which did not end in time. */
    Received unfinished() {
        return new Received(head.statusCode(), head.headers(), "", Body.BROKEN_OFF);
    }

    private Received received(Body end) {
        return new Received(head.statusCode(), head.headers(), bytes.toString(StandardCharsets.UTF_8), end);
    }
}
