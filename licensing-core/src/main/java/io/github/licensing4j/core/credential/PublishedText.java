package io.github.licensing4j.core.credential;

import io.github.licensing4j.LicensingException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches a document of an issuer from a server that is not trusted to respond soon, to end its response, or to keep
 * its address.
 */
final class PublishedText {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final URI uri;
    private final Kind kind;
    private final Duration timeout;
    private final HttpClient client;

    /** The kind of document. */
    enum Kind {
        KEY_SET("key set", "application/jwk-set+json, application/json", 256 * 1024),
        STATUS_LIST("status list", "application/statuslist+jwt", StatusListToken.MAX_LENGTH);

        private final String text;
        private final String accept;
        private final int maxBytes;

        Kind(String text, String accept, int maxBytes) {
            this.text = text;
            this.accept = accept;
            this.maxBytes = maxBytes;
        }
    }

    /** @throws LicensingException if the address is neither https nor http on the loopback */
    PublishedText(URI uri, Kind kind, Duration timeout) {
        boolean loopback = "http".equals(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost()));
        if (uri.getHost() == null || (!"https".equals(uri.getScheme()) && !loopback)) {
            throw new LicensingException(
                    "a " + kind.text + " is fetched over https, or over http from the loopback, got '" + uri + "'");
        }
        this.uri = uri;
        this.kind = kind;
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * Returns the body of a 200 response.
     *
     * @throws LicensingException if there is none within the time-out and size
     */
    String fetch() {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Accept", kind.accept)
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, info -> new Limited(kind));
        try {
            HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new LicensingException(
                        uri + ": expected a " + kind.text + ", got status " + response.statusCode());
            }
            return new String(response.body(), StandardCharsets.UTF_8);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new LicensingException(uri + ": no " + kind.text + " within " + timeout, e);
        } catch (ExecutionException e) {
            throw new LicensingException(uri + ": no " + kind.text + ", " + e.getCause(), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new LicensingException(uri + ": interrupted while fetching the " + kind.text, e);
        }
    }

    /** Collects a body up to the size limit. */
    private static final class Limited implements BodySubscriber<byte[]> {
        private final Kind kind;
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Subscription subscription = new Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        };

        Limited(Kind kind) {
            this.kind = kind;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            this.subscription = subscription;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                byte[] chunk = new byte[buffer.remaining()];
                buffer.get(chunk);
                bytes.writeBytes(chunk);
            }
            if (bytes.size() > kind.maxBytes) {
                subscription.cancel();
                body.completeExceptionally(
                        new LicensingException("the " + kind.text + " is larger than " + kind.maxBytes + " bytes"));
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toByteArray());
        }
    }
}
