package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The schema requires exactly the members that the reader requires. */
@Tag("4.1.9")
class RequiredMembersTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Catalogs.text("/io/github/licensing4j/licensing.schema.json"), InputFormat.JSON);
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    /** Written in JSON, which is YAML. */
    private static final String CATALOG = """
            {"catalog": "c",
             "meters": {"tokens": {"unit": "t", "scale": 2}},
             "features": {"a": {"description": "A"}, "b": {"rollout": {"percent": 5, "by": "customer"}}},
             "plans": {
               "free@1": {"features": ["a"]},
               "pro@1": {
                 "features": ["a", "b"],
                 "price": {"amount": "49.00 USD", "per": "P1M"},
                 "trial": {"for": "P14D", "then": "free@1"},
                 "grace": {"for": "P7D", "access": {"reduced": "free@1"}},
                 "private": false,
                 "limits": {
                   "burst": {"kind": "rate", "permits": 1, "per": "PT1S", "burst": 2},
                   "bands": {"kind": "rate", "meter": "tokens", "bands": [{"permits": 1, "per": "PT1S", "burst": 2}]},
                   "monthly": {"kind": "quota", "meter": "tokens", "amount": 3, "per": "P1M", "warn-at": [80],
                     "overage": {"cap": 1, "unit-price": "0.01 USD"}, "rollover": {"max": 1}, "of": "customer"},
                   "prepaid": {"kind": "credits", "meter": "tokens", "initial": 1, "expires": "P1Y"},
                   "parallel": {"kind": "concurrency", "max": 3},
                   "seats": {"kind": "seats", "of": "user", "max": 3, "lease": "P1D", "cool-down": "P1D",
                     "churn": {"max": 5, "per": "P1M"}, "unit-price": "9.00 USD"},
                   "named": {"kind": "seats", "of": "device", "max": 3, "assign": "admin"}}},
               "pro@2": {
                 "extends": "pro@1",
                 "limits": {
                   "burst": {"permits": 5},
                   "monthly": {"amount": 7, "overage": "none", "rollover": "none", "warn-at": "none"},
                   "prepaid": {"expires": "none"},
                   "seats": {"unit-price": "none"}, "named": "none"}}},
             "endpoints": [
               {"match": "GET /a", "feature": "a", "scope": "s", "role": "r"},
               {"match": "GET /b", "features": {"all": ["a"], "any": ["a", "b"]}, "scopes": ["s"], "roles": ["r"],
                "charge": {"tokens": {"units": 1, "reserve": 1, "charge-on": "success"}}}]}
            """;

    private static boolean isReadable(JsonNode catalog) {
        try {
            Catalogs.read(catalog.toString());
            return true;
        } catch (CatalogException e) {
            return false;
        }
    }

    private static boolean isValid(JsonNode catalog) {
        return SCHEMA.validate(catalog.toString(), InputFormat.JSON).isEmpty();
    }

    /** The path of every member of an object but definitions, which others name. */
    private static void paths(String at, JsonNode node, List<String> paths) {
        if (node instanceof ObjectNode object) {
            for (String name : object.propertyNames()) {
                String path = at + "/" + name;
                if (!path.matches("/(meters|features|plans)(/[^/]+)?|/plans/pro@1/limits(/[^/]+)?")) {
                    paths.add(path);
                }
                paths(path, object.get(name), paths);
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                paths(at + "/" + i, node.get(i), paths);
            }
        }
    }

    @Test
    void agreesWithReaderOnEveryMissingMember() {
        JsonNode whole = MAPPER.readTree(CATALOG);
        assertThat(isReadable(whole)).isTrue();
        assertThat(SCHEMA.validate(CATALOG, InputFormat.JSON)).isEmpty();
        List<String> paths = new ArrayList<>();
        paths("", whole, paths);
        List<String> required = new ArrayList<>();
        for (String path : paths) {
            JsonNode without = whole.deepCopy();
            int slash = path.lastIndexOf('/');
            ((ObjectNode) without.at(path.substring(0, slash))).remove(path.substring(slash + 1));
            assertThat(isValid(without)).as("without " + path).isEqualTo(isReadable(without));
            if (!isValid(without)) {
                required.add(path);
            }
        }
        assertThat(required)
                .contains(
                        "/plans/pro@1/limits/burst/kind",
                        "/plans/pro@1/limits/burst/permits",
                        "/plans/pro@1/limits/monthly/meter",
                        "/plans/pro@1/limits/monthly/overage/cap",
                        "/plans/pro@1/limits/prepaid/initial",
                        "/plans/pro@1/limits/parallel/max",
                        "/plans/pro@1/limits/seats/lease",
                        "/plans/pro@2/extends")
                .doesNotContain("/plans/pro@1/limits/burst/burst", "/plans/pro@2/limits/burst/permits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"overage", "unit-price", "rollover", "warn-at", "per", "amount", "of", "kind"})
    void agreesWithReaderOnNone(String member) {
        for (String plan : List.of("pro@1", "pro@2")) {
            JsonNode changed = MAPPER.readTree(CATALOG);
            ObjectNode monthly = (ObjectNode) changed.at("/plans/" + plan + "/limits/monthly");
            if (member.equals("unit-price")) {
                monthly.putObject("overage").put("cap", 1).put(member, "none");
            } else {
                monthly.put(member, "none");
            }
            assertThat(isValid(changed)).as(plan + " " + member).isEqualTo(isReadable(changed));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lease", "cool-down", "churn", "unit-price", "max"})
    void agreesWithReaderOnNoneOfSeats(String member) {
        for (String plan : List.of("pro@1", "pro@2")) {
            JsonNode changed = MAPPER.readTree(CATALOG);
            ((ObjectNode) changed.at("/plans/" + plan + "/limits/seats")).put(member, "none");
            boolean needsOther = member.equals("lease") && plan.equals("pro@2");
            assertThat(isValid(changed)).as(plan + " " + member).isEqualTo(needsOther || isReadable(changed));
        }
    }
}
