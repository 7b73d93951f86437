package io.github.licensing4j.core.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.nimbusds.jose.jwk.JWK;
import io.github.licensing4j.LicensingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The signature layer alone against Project Wycheproof's JWS cases, the valid ones included. */
class WycheproofTest {

    @Test
    void judgesEveryCaseRight() throws Exception {
        Path file = Path.of(System.getProperty("licensing.vectors", "none"), "wycheproof", "jws_asymmetric.json");
        assumeTrue(Files.exists(file), "third-party vectors are not there: " + file);
        JsonNode vectors = JsonMapper.shared().readTree(Files.readString(file));
        int judged = 0;
        List<String> wrong = new ArrayList<>();
        for (JsonNode group : vectors.get("testGroups")) {
            for (JsonNode test : group.get("tests")) {
                judged++;
                boolean valid = test.get("result").asString().equals("valid");
                if (accepts(group.get("public"), test.get("jws").asString()) != valid) {
                    wrong.add(test.get("tcId") + " " + test.get("comment") + ", expected " + test.get("result"));
                }
            }
        }
        assertThat(judged).isEqualTo(357).isEqualTo(vectors.get("numberOfTests").asInt());
        assertThat(wrong).isEmpty();
    }

    private static boolean accepts(JsonNode jwk, String jws) throws ParseException {
        try {
            CompactJws parsed = CompactJws.parse(jws);
            JWK key = JWK.parse(jwk.toString());
            JwsAlgorithm algorithm = Optional.ofNullable(key.getAlgorithm())
                    .flatMap(named -> JwsAlgorithm.of(named.getName()))
                    .orElse(parsed.header().alg());
            return JwkSets.read(key, algorithm, "vector")
                    .verification()
                    .open(parsed)
                    .isPresent();
        } catch (TokenFault | LicensingException e) {
            return false;
        }
    }
}
