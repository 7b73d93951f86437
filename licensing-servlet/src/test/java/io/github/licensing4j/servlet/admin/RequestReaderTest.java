package io.github.licensing4j.servlet.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.github.licensing4j.admin.ApiKeys.Descendants;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.LicenseUpdate.Patch;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Tests that objects become records, and that errors name the member and the expected form. */
class RequestReaderTest {

    record Sample(
            @Nullable String text,
            @Nullable Boolean flag,
            @Nullable BigDecimal number,
            @Whole(max = 255) @Nullable Integer whole,
            Set<String> list,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<String> one,

            Map<String, String> map,
            @Nullable Inner inner,
            @Nullable Overrides free,
            Patch<Descendants> patch) {}

    record Inner(@Nullable String text) {}

    record Needs(
            @JsonProperty(value = "for", required = true) Duration length,
            @JsonSetter(nulls = Nulls.FAIL) @Nullable String notNull) {}

    private static <T extends Record> T read(Class<T> type, String json) {
        return RequestReader.read((ObjectNode) Json.MAPPER.readTree(json.replace('\'', '"')), type);
    }

    private static Sample sample(String json) {
        return read(Sample.class, json);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'c':'x'}                 | c: unknown member, expected flag, free, inner, list, map, number, one, patch, text, whole
            {'text':1,'c':1}          | c: unknown member, expected flag, free, inner, list, map, number, one, patch, text, whole
            {'lk_test_0123456789':1}  | (a member): unknown member, expected flag, free, inner, list, map, number, one, patch, text, whole
            {'lk test 0123456789':1}  | (a member): unknown member, expected flag, free, inner, list, map, number, one, patch, text, whole
            {'text':1}                | text: expected text
            {'text':{}}               | text: expected text
            {'flag':'true'}           | flag: expected true or false
            {'number':'1'}            | number: expected a number
            {'number':1E+999999999}   | number: expected a number of at most 40 digits
            {'whole':'1'}             | whole: expected a number
            {'whole':256}             | whole: expected a whole number from 0 to 255
            {'whole':-1}              | whole: expected a whole number from 0 to 255
            {'whole':1.5}             | whole: expected a whole number from 0 to 255
            {'list':'x'}              | list: expected a list of texts
            {'list':[1]}              | list: expected a list of texts
            {'list':[null]}           | list: expected a list of texts
            {'one':1}                 | one: expected a list of texts
            {'map':'x'}               | map: expected an object
            {'map':{'k':1}}           | map.k: expected text
            {'map':{'lk test':1}}     | map.(a member): expected text
            {'inner':[]}              | inner: expected an object
            {'inner':{'text':1}}      | inner.text: expected text
            {'inner':{'text':1,'x':1}}| inner.x: unknown member, expected text
            {'free':[]}               | free: expected an object
            {'patch':'Keep'}          | patch: expected revoke or keep
            {'patch':1}               | patch: expected text
            {'list':1,'text':1}       | text: expected text
            """)
    void refusesMemberOfAnotherForm(String json, String message) {
        assertThatThrownBy(() -> sample(json))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                            | for: it is required
            {'for':null}                  | for: it is required
            {'for':'soon'}                | for: expected a time such as PT1H
            {'for':'PT1H','notNull':null} | notNull: it is required
            """)
    void refusesMissingMember(String json, String message) {
        assertThatThrownBy(() -> read(Needs.class, json))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage(message);
    }

    @Test
    void readsValues() {
        Sample read = sample("{'text':'a','flag':true,'number':1.50,'whole':2.0,'list':['b','b'],'one':['c','c'],"
                + "'map':{'k':'v'},'inner':{'text':'d'},'free':{'x':[1.50]},'patch':'keep'}");

        assertThat(read.text()).isEqualTo("a");
        assertThat(read.flag()).isTrue();
        assertThat(read.number()).isEqualTo(new BigDecimal("1.50"));
        assertThat(read.whole()).isEqualTo(2);
        assertThat(read.list()).containsExactly("b");
        assertThat(read.one()).containsExactly("c", "c");
        assertThat(read.map()).isEqualTo(Map.of("k", "v"));
        assertThat(read.inner()).isEqualTo(new Inner("d"));
        assertThat(Objects.requireNonNull(read.free()).text()).isEqualTo("{\"x\":[1.50]}");
        assertThat(read.patch()).isEqualTo(new Patch.Assigned<>(Descendants.KEEP));
    }

    @Test
    void readsAbsentAndNullMembers() {
        assertThat(sample("{}"))
                .isEqualTo(new Sample(
                        null, null, null, null, Set.of(), List.of(), Map.of(), null, null, new Patch.Kept<>()));
        assertThat(sample("{'text':null,'flag':null,'number':null,'whole':null,'list':null,'one':null,'map':null,"
                        + "'inner':null,'free':null,'patch':null}"))
                .isEqualTo(new Sample(
                        null, null, null, null, Set.of(), List.of(), Map.of(), null, null, new Patch.Cleared<>()));
    }

    @Test
    void readsSingleTextAsList() {
        assertThat(sample("{'one':'c'}").one()).containsExactly("c");
    }

    @Test
    void keepsAllDigits() {
        String digits = "1234567890123456789.012345678901234567890";
        assertThat(sample("{'number':" + digits + "}").number()).isEqualTo(new BigDecimal(digits));
    }

    @Test
    void canonicalBodyHasSortedMembers() {
        ObjectNode members = (ObjectNode) Json.MAPPER.readTree("{\"b\":{\"z\":1.50,\"y\":[2]},\"a\":1E+3}");
        assertThat(new RequestBody<>(new LicenseRequests.ReasonJson(null), members).canonical())
                .isEqualTo("{\"a\":1E+3,\"b\":{\"y\":[2],\"z\":1.50}}");
    }
}
