package dev.yubin.routing.tls;

import dev.yubin.protocol.TlsTrust;
import dev.yubin.smtp.Domain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/** Fetches a domain's policy over HTTPS: RFC 8461 section 3.3. No redirect is followed, nothing is cached on the way, and the certificate bears the name. */
final class StsFetch {
    /** How long it may take in all. */
    static final Duration TIMEOUT = Duration.ofSeconds(60);
    /** How large a policy may be. */
    static final int MAX_OCTETS = 64 << 10;

    private static final int OK = 200;

    /** There is no policy to be had. */
    static final class FetchException extends Exception {
        private static final long serialVersionUID = 1;

        private final TlsFailure.Type type;

        FetchException(TlsFailure.Type type, String message) {
            super(message);
            this.type = type;
        }

        TlsFailure failure() {
            return new TlsFailure(type, getMessage());
        }
    }

    private final HttpClient client;

    /** @param proxy by which the web is reached, where there is one; the JDK's own settings count for nothing */
    StsFetch(TlsTrust trust, Optional<ProxySelector> proxy) {
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(TIMEOUT)
                .proxy(proxy.orElse(HttpClient.Builder.NO_PROXY))
                .sslContext(context(trust))
                .build();
    }

    StsPolicy policy(Domain domain) throws FetchException {
        HttpResponse<byte[]> response =
                get(URI.create("https://mta-sts." + domain.aLabels() + "/.well-known/mta-sts.txt"));
        String type = response.headers().firstValue("Content-Type").orElse("no type");
        if (response.statusCode() != OK) {
            throw unfetched("the server of the policy answered " + response.statusCode());
        } else if (!isPlainText(type)) {
            throw unfetched("expected a policy in text/plain, not in " + type.replaceAll("[^ -~]", "?"));
        }
        try {
            return StsPolicy.parse(new String(response.body(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new FetchException(TlsFailure.Type.STS_POLICY_INVALID, e.getMessage());
        }
    }

    private static boolean isPlainText(String type) {
        return type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT).equals("text/plain");
    }

    private HttpResponse<byte[]> get(URI uri) throws FetchException {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        CompletableFuture<HttpResponse<byte[]>> response = client.sendAsync(request, head -> new Bounded());
        try {
            return response.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS); // the request's own ends with the headers
        } catch (ExecutionException e) {
            String detail = e.getCause().getMessage() == null
                    ? e.getCause().getClass().getSimpleName()
                    : e.getCause().getMessage();
            throw e.getCause() instanceof SSLException
                    ? new FetchException(TlsFailure.Type.STS_WEBPKI_INVALID, uri.getHost() + ": " + detail)
                    : unfetched(uri.getHost() + ": " + detail);
        } catch (TimeoutException e) {
            throw unfetched(uri.getHost() + ": the policy did not come within " + TIMEOUT.toSeconds() + " seconds");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unfetched(uri.getHost() + ": interrupted");
        } finally {
            response.cancel(true);
        }
    }

    private static FetchException unfetched(String detail) {
        return new FetchException(TlsFailure.Type.STS_POLICY_FETCH_ERROR, detail);
    }

    /** @throws IllegalArgumentException when whoever answers would be believed */
    private static SSLContext context(TlsTrust trust) {
        try {
            return switch (trust.ground()) {
                case SYSTEM -> SSLContext.getDefault();
                case CERTIFICATES -> trusting(trust.certificates());
                case CHECK, NONE ->
                    throw new IllegalArgumentException(
                            "a policy is worth as much as the authorities that are trusted: name them");
            };
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("TLS cannot be set up so: " + e.getMessage(), e);
        }
    }

    private static SSLContext trusting(List<X509Certificate> certificates)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate certificate : certificates) {
            store.setCertificateEntry(String.valueOf(store.size()), certificate);
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** A body of bounded size: the JDK has none before Java 25. */
    private static final class Bounded implements HttpResponse.BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private Flow.Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                if (octets.size() + buffer.remaining() > MAX_OCTETS) {
                    subscription.cancel();
                    body.completeExceptionally(new IOException("the policy is over " + MAX_OCTETS + " octets"));
                    return;
                }
                byte[] piece = new byte[buffer.remaining()];
                buffer.get(piece);
                octets.writeBytes(piece);
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(octets.toByteArray());
        }
    }
}
