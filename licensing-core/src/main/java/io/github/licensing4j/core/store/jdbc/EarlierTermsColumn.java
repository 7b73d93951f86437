package io.github.licensing4j.core.store.jdbc;

import io.github.licensing4j.ContractPeriod;
import io.github.licensing4j.Limit;
import io.github.licensing4j.Money;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.QuotaLimit;
import io.github.licensing4j.UsageTreatment;
import io.github.licensing4j.spi.CounterId;
import io.github.licensing4j.spi.EarlierTerms;
import io.github.licensing4j.spi.EarlierTerms.EarlierPrice;
import io.github.licensing4j.spi.EarlierTerms.QuotaAmount;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Converts the earlier terms of a license to and from a JSON column. */
final class EarlierTermsColumn {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final TypeReference<List<Stored>> LIST = new TypeReference<>() {};

    private EarlierTermsColumn() {}

    record Stored(
            String plan,
            long until,
            String usage,
            @Nullable String price,
            @Nullable String per,
            List<StoredQuota> quotas) {}

    record StoredQuota(String limit, String meter, String per, String of, long amount) {}

    static @Nullable String write(List<EarlierTerms> earlier) {
        return earlier.isEmpty()
                ? null
                : MAPPER.writeValueAsString(
                        earlier.stream().map(EarlierTermsColumn::stored).toList());
    }

    private static Stored stored(EarlierTerms terms) {
        EarlierPrice price = terms.price();
        return new Stored(
                terms.plan().toString(),
                terms.until().toEpochMilli(),
                terms.usage().name(),
                price == null ? null : price.amount().toString(),
                price == null ? null : price.per().toString(),
                terms.quotas().stream().map(EarlierTermsColumn::stored).toList());
    }

    private static StoredQuota stored(QuotaAmount quota) {
        CounterId counter = quota.counter();
        return new StoredQuota(
                counter.limit(),
                String.valueOf(counter.meter()),
                counter.per(),
                counter.scope().name(),
                quota.amount());
    }

    /** @throws IllegalArgumentException if the column holds no such list */
    static List<EarlierTerms> read(@Nullable String column) {
        if (column == null) {
            return List.of();
        }
        try {
            return MAPPER.readValue(column, LIST).stream()
                    .map(EarlierTermsColumn::terms)
                    .toList();
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a list of earlier terms was expected", e);
        }
    }

    private static EarlierTerms terms(Stored stored) {
        String price = stored.price();
        String per = stored.per();
        return new EarlierTerms(
                PlanId.parse(stored.plan()),
                Instant.ofEpochMilli(stored.until()),
                UsageTreatment.valueOf(stored.usage()),
                price == null || per == null ? null : new EarlierPrice(Money.parse(price), ContractPeriod.parse(per)),
                stored.quotas().stream().map(EarlierTermsColumn::amount).toList());
    }

    private static QuotaAmount amount(StoredQuota quota) {
        return new QuotaAmount(
                new CounterId(
                        quota.limit(),
                        quota.meter(),
                        Limit.Kind.QUOTA,
                        quota.per(),
                        QuotaLimit.Scope.valueOf(quota.of()),
                        ""),
                quota.amount());
    }
}
