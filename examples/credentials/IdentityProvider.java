import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/**
 * Issues access tokens as a realm of Keycloak does, to try the examples without one: the same addresses, header and claims. It
 * has new keys at each start, and these clients, whose secret is {@code example-secret}:
 *
 * <ul>
 *   <li>{@code weather-client}, with the role {@code analyst} and an audience mapper
 *   <li>{@code weather-reader}, with an audience mapper
 *   <li>{@code weather-prospect}, likewise, which has no license in the examples
 *   <li>{@code weather-stranger}, with neither, as Keycloak has clients by default
 * </ul>
 *
 * <pre>java IdentityProvider.java 8180</pre>
 */
public final class IdentityProvider {
    private static final String SECRET = "example-secret";
    private static final int LIFESPAN_SECONDS = 300;
    private static final Map<String, String> AUDIENCES = Map.of(
            "weather-client", "[\"weather-api\",\"account\"]",
            "weather-reader", "[\"weather-api\",\"account\"]",
            "weather-prospect", "[\"weather-api\",\"account\"]",
            "weather-stranger", "\"account\"");

    private final KeyPair keys;
    private final String keyId = UUID.randomUUID().toString();
    private final String issuer;

    private IdentityProvider(String address) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        issuer = address + "/realms/weather";
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1) {
            System.err.println("usage: java IdentityProvider.java <port>");
            System.exit(2);
        }
        int port = Integer.parseInt(arguments[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        IdentityProvider provider =
                new IdentityProvider("http://localhost:" + server.getAddress().getPort());
        String realm = "/realms/weather";
        server.createContext(realm + "/.well-known/openid-configuration", provider::metadata);
        server.createContext(realm + "/protocol/openid-connect/certs", provider::keys);
        server.createContext(realm + "/protocol/openid-connect/token", provider::token);
        server.start();
        System.out.println(provider.issuer);
    }

    private void metadata(HttpExchange exchange) throws IOException {
        String endpoints = issuer + "/protocol/openid-connect";
        answer(exchange, 200, "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + endpoints + "/certs\",\"token_endpoint\":\""
                + endpoints + "/token\",\"subject_types_supported\":[\"public\"]}");
    }

    private void keys(HttpExchange exchange) throws IOException {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        byte[] modulus = key.getModulus().toByteArray();
        // The first byte is the sign, which a JWK does not have.
        String n = encode(Arrays.copyOfRange(modulus, 1, modulus.length));
        answer(exchange, 200, "{\"keys\":[{\"kid\":\"" + keyId + "\",\"kty\":\"RSA\",\"alg\":\"RS256\",\"use\":\"sig\",\"n\":\""
                + n + "\",\"e\":\"AQAB\"}]}");
    }

    private void token(HttpExchange exchange) throws IOException {
        String sent = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        for (String client : AUDIENCES.keySet()) {
            String basic = Base64.getEncoder().encodeToString((client + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
            if (sent.equals("Basic " + basic)) {
                answer(exchange, 200, "{\"access_token\":\"" + sign(claims(client)) + "\",\"expires_in\":"
                        + LIFESPAN_SECONDS + ",\"token_type\":\"Bearer\",\"scope\":\"profile email\"}");
                return;
            }
        }
        answer(exchange, 401, "{\"error\":\"unauthorized_client\"}");
    }

    /** Returns the claims of Keycloak: {@code azp} is the client; {@code client_id} of RFC 9068 needs a mapper and is absent. */
    private String claims(String client) {
        long now = Instant.now().getEpochSecond();
        String role = client.equals("weather-client") ? ",\"analyst\"" : "";
        return "{\"exp\":" + (now + LIFESPAN_SECONDS) + ",\"iat\":" + now + ",\"jti\":\"trrtcc:" + UUID.randomUUID()
                + "\",\"iss\":\"" + issuer + "\",\"aud\":" + AUDIENCES.get(client)
                + ",\"sub\":\"" + UUID.nameUUIDFromBytes(client.getBytes(StandardCharsets.UTF_8))
                + "\",\"typ\":\"Bearer\",\"azp\":\"" + client + "\",\"acr\":\"1\",\"allowed-origins\":[\"/*\"]"
                + ",\"realm_access\":{\"roles\":[\"default-roles-weather\",\"offline_access\"" + role + "]}"
                + ",\"resource_access\":{\"account\":{\"roles\":[\"manage-account\",\"view-profile\"]}}"
                + ",\"scope\":\"profile email\",\"email_verified\":false"
                + ",\"preferred_username\":\"service-account-" + client + "\"}";
    }

    /** Signs with the header {@code typ: JWT}, as Keycloak does unless a client is set to {@code at+jwt}. */
    private String sign(String claims) {
        String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + keyId + "\"}";
        String input = encode(header.getBytes(StandardCharsets.UTF_8)) + "."
                + encode(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(keys.getPrivate());
            signer.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + encode(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
