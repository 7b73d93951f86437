package io.github.licensing4j.core.credential.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.licensing4j.core.Mutations;
import io.github.licensing4j.core.credential.TokenFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.greenbytes.http.sfv.ListElement;

/** No field makes the parser throw something else, and what it accepts is read the same again in its canonical form. */
final class StructuredFieldsFuzz {
    private static final String SIGNATURE_INPUT =
            "sig1=(\"@method\" \"@path\" \"content-digest\";req);created=1618884473;keyid=\"test-key\";nonce=\"b3k2\"";
    private static final String EVERY_TYPE =
            "a=1, b=-2.5;x;y=?0, c=\"q\\\"\\\\\", d=tok:en/*, e=:aGVsbG8=:, f=(1 2;k \"z\");p=@1659578233, g, h=%\"f%c3%bc\"";

    @FuzzTest(maxDuration = "25s")
    void readsItsCanonicalFormTheSame(FuzzedDataProvider data) throws TokenFault {
        String field = Mutations.of(data, SIGNATURE_INPUT, EVERY_TYPE);
        Map<String, ListElement<? extends Object>> read;
        try {
            read = StructuredFields.dictionary("it", List.of(field));
        } catch (TokenFault refused) {
            assertThat(refused).hasMessageStartingWith("it");
            return;
        }
        String canonical = canonical(read);
        assertThat(canonical(StructuredFields.dictionary("it", List.of(canonical))))
                .isEqualTo(canonical);
    }

    private static String canonical(Map<String, ListElement<? extends Object>> members) {
        List<String> texts = new ArrayList<>();
        members.forEach((name, member) -> texts.add(name + "=" + member.serialize()));
        return String.join(", ", texts);
    }
}
