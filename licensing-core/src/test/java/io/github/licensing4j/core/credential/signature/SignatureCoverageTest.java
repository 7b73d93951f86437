package io.github.licensing4j.core.credential.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.licensing4j.Credential.Source;
import io.github.licensing4j.core.credential.signature.SignatureSettings.Nonce;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The components that signatures cover, and must cover. */
class SignatureCoverageTest {
    private final SignatureFixture signatures = new SignatureFixture();

    @ParameterizedTest
    @ValueSource(strings = {"@method", "@authority", "@path", "@query"})
    @DisplayName("RFC 9421 §1.4, §7.2.1: refuses a signature that does not cover what it must")
    void refusesMissingCoverage(String name) {
        assertThat(signatures.rejects(
                        signatures.draft().without('"' + name + '"').call()))
                .isEqualTo("it does not cover " + name);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, https://api.example.com/v1/forecast?city=Vienna",
        "get, https://api.example.com/v1/forecast?city=Vienna",
        "GET, https://evil.example.com/v1/forecast?city=Vienna",
        "GET, https://api.example.com:8443/v1/forecast?city=Vienna",
        "GET, https://api.example.com/v1/Forecast?city=Vienna",
        "GET, https://api.example.com/v1/forecast/?city=Vienna",
        "GET, https://api.example.com/v1/%66orecast?city=Vienna",
        "GET, https://api.example.com/v1/forecast?city=Graz",
        "GET, https://api.example.com/v1/forecast?city=Vienna&city=Graz",
        "GET, https://api.example.com/v1/forecast"
    })
    @DisplayName("RFC 9421 §7.2.1, §2.2: refuses another method, host, path or query than the signed one")
    void refusesOtherRequest(String method, String uri) {
        assertThat(signatures.rejects(signatures.draft().sentAs(method, uri).call()))
                .isEqualTo("its signature is not by its key, or there is no such key");
    }

    @ParameterizedTest
    @CsvSource({"https://API.example.com:443/v1/forecast?city=Vienna", "HTTPS://Api.Example.Com/v1/forecast?city=Vienna"
    })
    @DisplayName("RFC 9421 §2.2.3: the host is compared in lower case, without the port that is the default")
    void normalizesAuthority(String uri) {
        signatures.accepts(signatures.draft().sentAs("GET", uri).call());
    }

    @Test
    @DisplayName(
            "RFC 9421 §2.2.2, §2.2.5: the target URI replaces host, path and query; the request target path and query")
    void acceptsAlternatives() {
        Draft target = signatures.draft();
        target.without("\"@authority\"").without("\"@path\"").without("\"@query\"");
        signatures.accepts(
                target.covers("\"@target-uri\"", SignatureFixture.URL).call());
        Draft line = signatures.draft().without("\"@path\"").without("\"@query\"");
        signatures.accepts(
                line.covers("\"@request-target\"", "/v1/forecast?city=Vienna").call());
        Draft alone = signatures
                .draft()
                .without("\"@authority\"")
                .without("\"@path\"")
                .without("\"@query\"");
        assertThat(signatures.rejects(alone.covers("\"@request-target\"", "/v1/forecast?city=Vienna")
                        .call()))
                .isEqualTo("it does not cover @authority");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com, /, ?, https://api.example.com/",
        "https://api.example.com/, /, ?, https://api.example.com/",
        "https://api.example.com/a%2Fb;v=1, /a%2Fb;v=1, ?, https://api.example.com/a%2Fb;v=1",
        "https://api.example.com/a?, /a, ?, https://api.example.com/a?",
        "https://api.example.com/a?x=%20+&&y, /a, ?x=%20+&&y, https://api.example.com/a?x=%20+&&y"
    })
    @DisplayName(
            "RFC 9421 §2.2.2, §2.2.6, §2.2.7: path and query are as sent; an empty path is a slash, no query a question mark")
    void derivesPathAndQuery(String uri, String path, String query, String target) {
        signatures.accepts(signatures
                .draft()
                .sentAs("GET", uri)
                .covers("\"@path\"", path)
                .covers("\"@query\"", query)
                .covers("\"@target-uri\"", target)
                .covers("\"@scheme\"", "https")
                .call());
    }

    @ParameterizedTest
    @CsvSource({
        "var, this%20is%20a%20big%0Amultiline%20value",
        "bar, with%20plus%20whitespace",
        "fa%C3%A7ade%22%3A%20, something",
        "empty, ''",
        "bare, ''"
    })
    @DisplayName("RFC 9421 §2.2.8: a query parameter is decoded as a form and encoded again")
    void coversQueryParameters(String name, String value) {
        String query =
                "?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace&fa%C3%A7ade%22%3A%20=something"
                        + "&empty=&bare&twice=1&twice=1";
        Draft draft = signatures
                .draft()
                .sentAs("GET", "https://api.example.com/v1/forecast" + query)
                .covers("\"@query\"", query);
        signatures.accepts(
                draft.covers("\"@query-param\";name=\"" + name + "\"", value).call());
    }

    @ParameterizedTest
    @ValueSource(strings = {"twice", "none", "", "fa\u00e7ade"})
    @DisplayName("RFC 9421 §2.2.8: refuses a query parameter that is absent or occurs twice")
    void refusesAmbiguousQueryParameters(String name) {
        String query = "?twice=1&twice=1";
        Draft draft = signatures
                .draft()
                .sentAs("GET", "https://api.example.com/v1/forecast" + query)
                .covers("\"@query\"", query);
        signatures.rejects(
                draft.covers("\"@query-param\";name=\"" + name + "\"", "1").call());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"@status\"",
                "\"@unknown\"",
                "\"@signature-params\"",
                "\"@method\";req",
                "\"@method\";sf",
                "\"@method\";x",
                "\"@query-param\"",
                "\"@path\";name=\"a\"",
                "\"date\";tr",
                "\"date\";req",
                "\"date\";sf",
                "\"date\";sf=?0",
                "\"date\";name=\"a\"",
                "\"date\";unknown",
                "\"priority\";bs;sf",
                "\"priority\";bs;key=\"u\"",
                "\"priority\";key=u",
                "\"priority\";key=\"none\"",
                "\"Date\"",
                "\"\"",
                "\"absent\"",
                "date",
                "1"
            })
    @DisplayName("RFC 9421 §2.1, §2.5: refuses components that a request does not have, or that are not known")
    void refusesComponents(String identifier) {
        signatures.rejects(signatures
                .draft()
                .header("Date", "Tue, 20 Apr 2021 02:07:55 GMT")
                .header("Priority", "u=1")
                .covers(identifier, "Tue, 20 Apr 2021 02:07:55 GMT")
                .call());
    }

    @Test
    @DisplayName("RFC 9421 §2.1, §2.4: says which parameter of a component is not accepted")
    void explainsTrailersAndRelatedRequests() {
        assertThat(signatures.rejects(signatures.draft().covers("\"x\";tr", "1").call()))
                .isEqualTo("it covers a trailer field ('tr'), which is not accepted");
        assertThat(signatures.rejects(
                        signatures.draft().covers("\"@path\";req", "/").call()))
                .isEqualTo("it covers a component of another request ('req'), which only a response can");
    }

    @Test
    @DisplayName("RFC 9421 §2.5: refuses a component that is covered twice, whatever the order of its parameters")
    void refusesDuplicateComponents() {
        Draft draft = signatures.draft().header("Priority", "u=1, i");
        draft.covers("\"priority\";sf;key=\"u\"", "1").covers("\"priority\";key=\"u\";sf", "1");
        assertThat(signatures.rejects(draft.call())).isEqualTo("it covers a component twice");
        Draft plain = signatures.draft();
        String twice = plain.input().replace("(\"@method\"", "(\"@method\" \"@method\"");
        assertThat(signatures.rejects(plain.with(twice, plain.signature()))).isEqualTo("it covers a component twice");
    }

    @Test
    @DisplayName("RFC 9421 §7.2.1: a signature beside a credential must cover its field")
    void coversCredential() {
        Draft uncovered = signatures.draft().credential(Source.BEARER, "t").header("Authorization", "Bearer t");
        assertThat(signatures.rejects(uncovered.call())).isEqualTo("it does not cover the field of the credential");
        Draft covered = signatures.draft().credential(Source.LICENSE_TOKEN, "t").header("License-Token", "t");
        signatures.accepts(covered.covers("\"license-token\"", "t").call());
        Draft key = signatures.draft().credential(Source.API_KEY, "t").header("X-API-Key", "t");
        signatures.accepts(key.covers("\"x-api-key\"", "t").call());
        Draft dpop = signatures.draft().credential(Source.DPOP, "t").header("Authorization", "DPoP t");
        signatures.accepts(dpop.covers("\"authorization\"", "DPoP t").call());
    }

    @Test
    @DisplayName("RFC 9421 §1.4, §5.1: configured components are required and asked for, with the tag")
    void requiresConfiguredComponents() {
        signatures.verifier =
                signatures.verifier(SignatureFixture.settings(Nonce.REQUIRED, "we\"b", "content-type", "@scheme"));
        String tag = ";tag=\"we\\\"b\"";
        Draft plain = signatures.draft().parameters(signatures.parameters() + tag);
        assertThat(signatures.rejects(plain.call())).isEqualTo("it does not cover content-type");
        Draft both =
                signatures.draft().parameters(signatures.parameters() + tag).header("Content-Type", "text/plain");
        signatures.accepts(both.covers("\"content-type\"", "text/plain")
                .covers("\"@scheme\"", "https")
                .call());
        assertThat(Objects.requireNonNull(
                                signatures.verifier.challenge(both.unsigned().build()))
                        .fields())
                .isEqualTo(Map.of(
                        "Accept-Signature",
                        "sig=(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-type\" \"@scheme\");created"
                                + tag));
    }

    @Test
    @DisplayName(
            "RFC 9421 §5.1: asks for the digest of a body and for the field of a credential, by what a request has")
    void asksForWhatRequestNeeds() {
        assertThat(signatures
                        .verifier
                        .challenge(signatures.draft().unsigned().build())
                        .fields())
                .isEqualTo(Map.of("Accept-Signature", SignatureFixture.ACCEPTED));
        Draft withBody = signatures.draft().credential(Source.API_KEY, "k").header("Content-Length", "3");
        assertThat(signatures.verifier.challenge(withBody.unsigned().build()).fields())
                .isEqualTo(
                        Map.of(
                                "Accept-Signature",
                                "sig=(\"@method\" \"@authority\" \"@path\" \"@query\" \"x-api-key\" \"content-digest\");created"));
    }
}
