import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Exchanges an API key for a token that is bound to a fresh key (RFC 9449), and calls an endpoint with it, without libraries.
 * Then it calls with a proof by another key, which is refused.
 *
 * <pre>LICENSING_API_KEY=lk_live_… java DpopCall.java http://localhost:8080 /v1/forecast/daily</pre>
 */
public final class DpopCall {
    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final KeyPair key;
    private String nonce = "";

    private DpopCall() throws GeneralSecurityException {
        key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    public static void main(String[] arguments) throws Exception {
        String apiKey = System.getenv("LICENSING_API_KEY");
        if (arguments.length != 2 || apiKey == null) {
            System.err.println("usage: LICENSING_API_KEY=… java DpopCall.java <address> <path>");
            System.exit(2);
        }
        DpopCall call = new DpopCall();
        HttpResponse<String> exchanged = call.exchange(arguments[0] + "/licensing/v1/token", apiKey);
        Matcher token = TOKEN.matcher(exchanged.body());
        if (!token.find()) {
            System.err.println("no token: " + exchanged.statusCode() + " " + exchanged.body());
            System.exit(1);
        }
        HttpResponse<String> answer = call.get(arguments[0] + arguments[1], token.group(1));
        System.out.println(answer.statusCode());
        System.out.println(answer.body());
        // Another process has the token, but not the key.
        HttpResponse<String> stolen = new DpopCall().get(arguments[0] + arguments[1], token.group(1));
        System.out.println(stolen.statusCode());
        System.out.println(stolen.body());
        boolean expected = answer.statusCode() == 200
                && stolen.statusCode() == 401
                && stolen.body().contains("\"code\":\"proof-invalid\"");
        System.exit(expected ? 0 : 1);
    }

    private HttpResponse<String> exchange(String address, String apiKey) throws Exception {
        return send(address, "POST", "", request -> request.header("X-API-Key", apiKey)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials")));
    }

    private HttpResponse<String> get(String address, String token) throws Exception {
        return send(address, "GET", token, request -> request.header("Authorization", "DPoP " + token).GET());
    }

    private interface Parts {
        HttpRequest.Builder of(HttpRequest.Builder request);
    }

    /** Sends a request with a proof, and once more with the nonce of the answer if the service needs one. */
    private HttpResponse<String> send(String address, String method, String token, Parts parts) throws Exception {
        for (int attempt = 1; ; attempt++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                    .header("DPoP", proof(address, method, token));
            HttpResponse<String> answer = client.send(parts.of(request).build(), BodyHandlers.ofString());
            nonce = answer.headers().firstValue("DPoP-Nonce").orElse(nonce);
            boolean needsNonce = (answer.body()
                            + answer.headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("use_dpop_nonce");
            if (!needsNonce || attempt == 2) {
                return answer;
            }
        }
    }

    /** Makes a proof for one request. None is used twice. */
    private String proof(String address, String method, String token) throws GeneralSecurityException {
        byte[] der = key.getPublic().getEncoded();
        String x = encode(Arrays.copyOfRange(der, der.length - 32, der.length));
        String header = "{\"typ\":\"dpop+jwt\",\"alg\":\"Ed25519\",\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x
                + "\"}}";
        String claims = "{\"jti\":\"" + UUID.randomUUID() + "\",\"htm\":\"" + method + "\",\"htu\":\"" + address
                + "\",\"iat\":" + Instant.now().getEpochSecond()
                + (token.isEmpty() ? "" : ",\"ath\":\"" + encode(sha256(token)) + "\"")
                + (nonce.isEmpty() ? "" : ",\"nonce\":\"" + nonce + "\"") + "}";
        String input = encode(header.getBytes(StandardCharsets.UTF_8)) + "."
                + encode(claims.getBytes(StandardCharsets.UTF_8));
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(key.getPrivate());
        signer.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + encode(signer.sign());
    }

    private static byte[] sha256(String token) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
