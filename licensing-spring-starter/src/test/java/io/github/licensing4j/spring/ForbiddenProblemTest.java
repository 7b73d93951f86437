package io.github.licensing4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tests that the reference of problem types has the refusals of Spring Security. */
class ForbiddenProblemTest {
    @Test
    void referenceHasCodesAndTitles() {
        for (ForbiddenProblem.Kind kind : new ForbiddenProblem.Kind[] {ForbiddenProblem.CSRF, ForbiddenProblem.RULE}) {
            assertThat(Path.of("../docs/problems/README.md"))
                    .content()
                    .contains("| [" + kind.code() + "](" + kind.code() + ".md) | 403 | " + kind.title() + " |");
        }
    }
}
