package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.RefusalCode;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.CredentialRefusedException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.spi.StoreException;
import java.util.List;

/** Maps exceptions to failures. */
final class ExceptionMapper {
    private static final System.Logger LOG = System.getLogger(ExceptionMapper.class.getName());

    private ExceptionMapper() {}

    static Failure of(RuntimeException thrown) {
        if (thrown instanceof FailureException failed) {
            return failed.failure();
        }
        if (thrown instanceof InvalidFieldException invalid) {
            return FailureType.FIELD_INVALID
                    .failure(invalid.field() + ": " + invalid.expected())
                    .blaming(invalid.field(), invalid.expected());
        }
        if (thrown instanceof NotFoundException) {
            return FailureType.NOT_FOUND.failure(thrown.getMessage());
        }
        if (thrown instanceof CredentialRefusedException refused) {
            return new Failure(
                    refused.code() == RefusalCode.LICENSE_SUSPENDED ? 403 : 401,
                    refused.code().text(),
                    "Credential refused",
                    "The credential no longer holds. Nothing was changed.",
                    List.of(),
                    null);
        }
        if (thrown instanceof ConflictException conflict) {
            return conflict(conflict);
        }
        return unexpected(thrown);
    }

    private static Failure conflict(ConflictException conflict) {
        String detail = conflict.getMessage();
        return switch (conflict.kind()) {
            case STATE -> {
                Failure failure = FailureType.STATE_CONFLICT.failure(detail);
                yield conflict.field()
                        .map(field -> failure.blaming(field, String.valueOf(detail)))
                        .orElse(failure);
            }
            case BUSY -> FailureType.CONCURRENT_CHANGE.failure(detail);
            case REVISION -> FailureType.REVISION_CONFLICT.failure(detail);
            case KEY_REUSED -> FailureType.IDEMPOTENCY_KEY_REUSED.failure(detail);
            case ALREADY_CREATED ->
                FailureType.ALREADY_CREATED.failure(detail).withId(conflict.id().orElse(""));
        };
    }

    /** Maps an internal fault: logs it with its cause, which the response does not show. */
    private static Failure unexpected(RuntimeException thrown) {
        LOG.log(System.Logger.Level.ERROR, "a management request failed", thrown);
        return thrown instanceof StoreException
                ? FailureType.STORE_UNAVAILABLE.failure("The license store does not answer.")
                : thrown instanceof LicensingException
                        ? FailureType.FAILED.failure("The request could not be carried out; see the log.")
                        : FailureType.FAILED.failure("The request failed; see the log.");
    }
}
