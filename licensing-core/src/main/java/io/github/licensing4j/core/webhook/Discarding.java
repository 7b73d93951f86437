package io.github.licensing4j.core.webhook;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Discards a body: a short one is read to its end, so that the connection can be used again; a long one is cut off. */
final class Discarding implements BodySubscriber<Void> {
    static final int MAX_BYTES = 16 * 1024;

    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private @Nullable Subscription subscription;
    private int bytes;

    @Override
    public CompletionStage<Void> getBody() {
        return end;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            bytes += buffer.remaining();
        }
        Subscription more = subscription;
        if (more == null) {
            return;
        }
        if (bytes > MAX_BYTES) {
            more.cancel();
            end.complete(null);
        } else {
            more.request(1);
        }
    }

    @Override
    public void onError(Throwable failure) {
        // The head of the response is sufficient.
        end.complete(null);
    }

    @Override
    public void onComplete() {
        end.complete(null);
    }
}
