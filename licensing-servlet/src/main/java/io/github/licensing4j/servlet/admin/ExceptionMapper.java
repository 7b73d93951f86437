package io.github.licensing4j.servlet.admin;

import io.github.licensing4j.LicensingException;
import io.github.licensing4j.admin.ConflictException;
import io.github.licensing4j.admin.CredentialRefusedException;
import io.github.licensing4j.admin.InvalidFieldException;
import io.github.licensing4j.admin.NotFoundException;
import io.github.licensing4j.spi.StoreException;

/** Maps exceptions to failures. */
final class ExceptionMapper {
    private static final System.Logger LOG = System.getLogger(ExceptionMapper.class.getName());

    private ExceptionMapper() {}

    static Failure of(RuntimeException thrown) {
        if (thrown instanceof FailureException failed) {
            return failed.failure();
        }
        if (thrown instanceof InvalidFieldException invalid) {
            return Failure.of(422, "field-invalid", "Field invalid", invalid.field() + ": " + invalid.expected())
                    .blaming(invalid.field(), invalid.expected());
        }
        if (thrown instanceof NotFoundException) {
            return Failure.of(404, "not-found", "Not found", thrown.getMessage());
        }
        if (thrown instanceof CredentialRefusedException refused) {
            return Failure.of(
                    401,
                    refused.code().text(),
                    "Credential refused",
                    "The credential no longer holds. Nothing was changed.");
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
                Failure failure = Failure.of(409, "state-conflict", "State conflict", detail);
                yield conflict.field()
                        .map(field -> failure.blaming(field, String.valueOf(detail)))
                        .orElse(failure);
            }
            case BUSY -> Failure.of(409, "concurrent-change", "Concurrent change", detail);
            case REVISION -> Failure.of(412, "revision-conflict", "Revision conflict", detail);
            case KEY_REUSED -> Failure.of(422, "idempotency-key-reused", "Idempotency key reused", detail);
            case ALREADY_CREATED ->
                Failure.of(409, "already-created", "Already created", detail)
                        .withId(conflict.id().orElse(""));
        };
    }

    /** Maps an internal fault: logs it with its cause, which the response does not show. */
    private static Failure unexpected(RuntimeException thrown) {
        LOG.log(System.Logger.Level.ERROR, "a management request failed", thrown);
        return thrown instanceof StoreException
                ? Failure.of(503, "store-unavailable", "Store unavailable", "The license store does not answer.")
                : thrown instanceof LicensingException
                        ? Failure.of(500, "failed", "Failed", "The request could not be carried out; see the log.")
                        : Failure.of(500, "failed", "Failed", "The request failed; see the log.");
    }
}
