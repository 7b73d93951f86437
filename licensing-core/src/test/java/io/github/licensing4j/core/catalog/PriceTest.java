package io.github.licensing4j.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.licensing4j.Limit;
import io.github.licensing4j.Money;
import io.github.licensing4j.PlanId;
import io.github.licensing4j.SeatsLimit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prices are amounts that can be paid. */
@Tag("4.1.9")
class PriceTest {
    private static String catalog(String price, String unitPrice) {
        return "catalog: c\nplans:\n  pro@1:\n    price: { amount: " + price + ", per: P1M }\n    limits:\n"
                + "      m: { kind: quota, meter: calls, amount: 1, per: P1M, overage: { cap: 5, unit-price: "
                + unitPrice + " } }\n";
    }

    @ParameterizedTest
    @CsvSource({
        "49.50 JPY, 0.1 JPY, 'f:4:', 'at most 0 digits after the point, as JPY has, such as 50 JPY'",
        "49.505 USD, 0.1 USD, '49.505 USD', 'at most 2 digits after the point, as USD has'",
        "9.9995 KWD, 0.1 KWD, '9.9995 KWD', 'at most 3 digits'",
        "1 XXX, 0.1 XXX, 'XXX', 'expected a currency that is paid in, such as USD or EUR'",
        "1 XAU, 0.1 XAU, 'XAU', 'no minor unit to round to'",
        "1 USD, 0.1 XTS, 0.1 XTS, 'no minor unit to round to'",
        "1 USD, 0.1 ABC, '0.1 ABC', 'amount and currency'",
    })
    void refusesAmountsThatCannotBePaid(String price, String unitPrice, String where, String expected) {
        assertThatExceptionOfType(CatalogException.class)
                .isThrownBy(() -> CatalogParser.parse("f", catalog(price, unitPrice)))
                .withMessageContaining("f:")
                .withMessageContaining(where)
                .withMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource({"49 JPY, 0.0004 JPY", "49.00 JPY, 1 JPY", "49.50 USD, 0.000001 USD", "9.995 KWD, 0.0001 KWD"})
    void acceptsPayableAmounts(String price, String unitPrice) {
        assertThatCode(() -> CatalogParser.parse("f", catalog(price, unitPrice)))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesUnitPriceOverrideWithoutMinorUnit() {
        Catalog catalog = CatalogParser.parse("f", catalog("1 USD", "0.1 USD"));
        Overrides overrides =
                new Overrides(List.of(), Map.of("m", Map.of("overage", Map.of("cap", 5, "unit-price", "1 XXX"))));
        assertThatExceptionOfType(CatalogException.class)
                .isThrownBy(() -> catalog.terms(PlanId.parse("pro@1"), overrides, "acme"))
                .withMessageContaining("no minor unit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"49.50 JPY", "1.00 XXX"})
    void refusesNewContractPrice(String amount) {
        Overrides stored = Overrides.parse("{\"price\": {\"amount\": \"" + amount + "\", \"per\": \"P1M\"}}");

        assertThat(stored.price()).isNotNull();
        assertThatExceptionOfType(CatalogException.class)
                .isThrownBy(stored::checkPrice)
                .withMessageContaining(amount);
    }

    private static String seats(String per, String unitPrice) {
        return "catalog: c\nplans:\n  pro@1:\n    price: { amount: 10 USD, per: " + per + " }\n    limits:\n"
                + "      m: { kind: seats, of: user, max: 1, assign: admin, unit-price: " + unitPrice + " }\n";
    }

    @ParameterizedTest
    @CsvSource({
        "P1M, 9.00, 'f:6:70: ', \"an amount and a currency, such as 9.00 USD\"",
        "P1M, 1 XAU, 'f:6:70: ', no minor unit to round to",
        "P1M, 9.00 EUR, 'f:6:7: ', \"plan 'pro@1' has prices in USD and, for limit 'm', in EUR, expected one currency\"",
        "PT23H, 9.00 USD, 'f:4:12: ', \"plan 'pro@1' is billed per PT23H, and the price of limit 'm' is for the days\"",
        "P37M, 9.00 USD, 'f:4:12: ', expected 'per' from P1D to P3Y",
    })
    void refusesPricesOfSeatsThatCannotBeBilled(String per, String unitPrice, String where, String expected) {
        assertThatExceptionOfType(CatalogException.class)
                .isThrownBy(() -> CatalogParser.parse("f", seats(per, unitPrice)))
                .withMessageContaining(where)
                .withMessageContaining(expected.replace("\"", ""));
    }

    @ParameterizedTest
    @CsvSource({"P1D, 0.10 USD", "PT24H, 0 USD", "P1M, 0.000001 USD", "P3Y, 900 USD"})
    void acceptsPricesOfSeats(String per, String unitPrice) {
        Catalog catalog = CatalogParser.parse("f", seats(per, unitPrice));

        assertThat(Limit.select(
                        catalog.terms(PlanId.parse("pro@1"), Overrides.none(), "acme")
                                .limits(),
                        SeatsLimit.class))
                .extracting(SeatsLimit::unitPrice)
                .containsExactly(Money.parse(unitPrice));
        assertThat(Currencies.of(catalog.summary().plans().get(0).limits(), null))
                .containsExactly("USD");
    }

    @Test
    void removesInheritedPriceOfSeats() {
        Catalog catalog = CatalogParser.parse(
                "f",
                seats("P1M", "9.00 USD") + "  free@1: { extends: pro@1, limits: { m: { unit-price: none } } }\n"
                        + "  cheap@1: { extends: pro@1, limits: { m: { unit-price: 1.00 USD } } }\n");

        assertThat(catalog.summary().plans())
                .extracting(plan -> String.valueOf(((SeatsLimit) plan.limits().get(0)).unitPrice()))
                .containsExactly("9.00 USD", "null", "1.00 USD");
    }
}
