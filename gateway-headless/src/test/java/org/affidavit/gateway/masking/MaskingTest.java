package org.affidavit.gateway.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.affidavit.gateway.masking.Masking.Cell;
import org.affidavit.gateway.masking.Masking.Origin;
import org.affidavit.gateway.masking.Masking.OriginCatalog;
import org.affidavit.gateway.masking.Masking.ResultColumn;
import org.affidavit.gateway.masking.Masking.ResultPlan;
import org.affidavit.gateway.policy.MaskingRule;
import org.affidavit.gateway.policy.MaskingRule.Detector;
import org.affidavit.gateway.policy.MaskingRule.Keep;
import org.affidavit.gateway.policy.PostgresSqlReader;
import org.affidavit.gateway.policy.SqlFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {
    private static final long TEXT = 25;
    private static final long INT8 = 20;
    private static final long JSONB = 3802;
    private static final long TEXT_ARRAY = 1009;
    private static final long CUSTOMERS = 16_400;

    /// What is before the elements of an array of one text.
    private static final String ARRAY = "\0\0\0\1\0\0\0\0\0\0\0\u0019\0\0\0\1\0\0\0\1";

    private static final PostgresSqlReader READER = new PostgresSqlReader();
    private static final OriginCatalog CATALOG =
            new OriginCatalog() {
                @Override
                public Optional<Origin> origin(long oid, int attribute) {
                    return oid == CUSTOMERS
                            ? Optional.of(
                                    new Origin(
                                            "public.customers",
                                            List.of("id", "email", "card", "name")
                                                    .get(attribute - 1)))
                            : Optional.empty();
                }

                @Override
                public boolean isTable(String relation) {
                    return List.of("customers", "public.customers", "payments", "suppliers", "t")
                            .contains(relation);
                }
            };

    private static final Masking MASKING =
            masking(
                    rule("mask-email", Keep.DOMAIN, Set.of(), "public.customers.email"),
                    rule("mask-card", Keep.LAST4, Set.of(), "public.customers.card"),
                    rule("detect", Keep.NONE, Set.of(Detector.values())));

    @Test
    void masksByOriginWhateverTheAlias() throws Exception {
        ResultPlan plan = plan("SELECT email AS hobby FROM customers", column("hobby", 2, TEXT, 0));

        assertThat(plan.columnRules()).containsExactly(Optional.of("mask-email"));
        assertThat(text(plan.mask(0, bytes("ada@example.com")))).isEqualTo("****@example.com");
        assertThat(plan.mask(0, bytes("ada@example.com")).rules()).containsExactly("mask-email");
        assertThat(plan.origin(0)).isEqualTo("public.customers.email");
    }

    @Test
    void keepsTheLastFourOfACard() throws Exception {
        ResultPlan plan = plan("SELECT card FROM customers", column("card", 3, TEXT, 1));

        assertThat(text(plan.mask(0, bytes("4242-4242-4242-4242"))))
                .isEqualTo("**** **** **** 4242");
        assertThat(text(plan.mask(0, bytes("4242")))).isEqualTo("[masked]");
    }

    @ParameterizedTest
    @CsvSource({"20,0", "20,1", "3802,0", "3802,1", "1009,0", "1009,1", "17,1", "99999,0"})
    void otherTypesOfAMaskedColumnBecomeNull(long type, int format) throws Exception {
        ResultPlan plan = plan("SELECT card FROM customers", column("card", 3, type, format));

        Cell cell = plan.mask(0, bytes("4242"));

        assertThat(cell.value()).isEmpty();
        assertThat(cell.rules()).containsExactly("mask-card");
    }

    @Test
    void leavesOtherColumnsAlone() throws Exception {
        ResultPlan plan = plan("SELECT name FROM customers", column("name", 4, TEXT, 0));
        byte[] value = bytes("Ada Lovelace");

        assertThat(plan.columnRules()).containsExactly(Optional.empty());
        assertThat(plan.mask(0, value).value()).containsSame(value);
    }

    @Test
    void masksAColumnOfUnknownOrigin() {
        ResultPlan plan = plan("SELECT x FROM t", new ResultColumn("x", 999, 1, TEXT, 0));

        assertThat(plan.columnRules()).containsExactly(Optional.of("origin-unknown"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT upper(email) FROM customers",
                "SELECT substr(email, 1, 3) FROM customers",
                "SELECT email || '' FROM customers",
                "SELECT concat('x', email) FROM customers",
                "SELECT email::varchar FROM customers",
                "SELECT CAST(email AS text) AS id FROM customers",
                "SELECT (SELECT email FROM customers LIMIT 1)",
                "SELECT x || '' FROM (SELECT email AS x FROM customers) q",
                "WITH q AS (SELECT email AS x FROM customers) SELECT reverse(x) FROM q",
                "WITH q(x) AS (SELECT email FROM customers) SELECT reverse(x) FROM q",
                "SELECT '' UNION SELECT email FROM customers",
                "SELECT string_agg(email, ',') FROM customers",
                "SELECT array_agg(email) FROM customers",
                "SELECT json_agg(c) FROM customers c",
                "SELECT json_agg(customers) FROM customers",
                "SELECT row_to_json(c) FROM customers c",
                "SELECT c FROM customers c",
                "SELECT row(c.*) FROM customers c",
                "SELECT (c.*)::text FROM customers AS c",
                "SELECT c::text FROM customers c",
                "SELECT (c).email || '' FROM customers c",
                "SELECT email(c) FROM customers c",
                "SELECT x || '' FROM customers AS c(i, x)",
                "SELECT max(email) FROM customers",
                "SELECT email = 'a' FROM customers",
                "SELECT CASE WHEN email > 'a' THEN 1 END FROM customers",
                "SELECT \"email\" || '' FROM public.\"customers\"",
                "SELECT EMAIL || '' FROM CUSTOMERS",
                "SELECT encode(email::bytea, 'hex') FROM customers",
                "SELECT to_jsonb(c)->>'email' FROM customers c",
                "SELECT query_to_xml('select * from customers', true, true, '')",
                "SELECT leak('customers')",
                "SELECT x FROM leak() x",
                "SELECT array_to_string(most_common_vals, ',') FROM pg_stats",
                "SELECT most_common_vals::text FROM pg_catalog.pg_stats",
                "SELECT upper(contact) FROM a_view",
                "SELECT 1 AS from, upper(email) FROM customers",
                "SELECT mode() WITHIN GROUP (ORDER BY email) FROM customers",
                "UPDATE customers SET name = 'x' WHERE id = 1 RETURNING email || ''",
                "INSERT INTO customers (id) VALUES (1) RETURNING lower(email)",
                "DELETE FROM customers WHERE id = 1 RETURNING customers::text",
                "EXECUTE p",
                "FETCH 1 FROM c",
                "SELECT 1; SELECT upper(email) FROM customers",
                "not sql at all",
            })
    void anExpressionOverAMaskedColumnLeaksNothing(String sql) throws Exception {
        for (long type : new long[] {TEXT, INT8, JSONB, TEXT_ARRAY}) {
            ResultPlan plan = plan(sql, new ResultColumn("x", 0, 0, type, 0));

            assertThat(plan.columnRules().getFirst()).as(sql).isPresent();
            Cell cell = plan.mask(0, bytes("nothing to detect"));
            assertThat(cell.value().map(value -> new String(value, StandardCharsets.UTF_8)))
                    .isIn(Optional.empty(), Optional.of("[masked]"));
        }
    }

    @Test
    void aWholeRowWithAnOriginButNoColumnIsMasked() {
        ResultPlan plan =
                plan("SELECT c FROM customers c", new ResultColumn("c", CUSTOMERS, 0, 16_402, 0));

        assertThat(plan.columnRules()).containsExactly(Optional.of("origin-unknown"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) FROM customers",
                "SELECT count(email) FROM customers",
                "SELECT 1 FROM customers",
                "SELECT 'x' FROM customers",
                "SELECT now()",
                "SELECT upper(name) FROM customers",
                "SELECT max(id) + 1 FROM customers",
                "SELECT upper(email) FROM suppliers",
                "SELECT sum(amount) FROM payments GROUP BY day",
                "WITH q AS (SELECT x FROM payments) SELECT upper(x) FROM q",
                "SHOW server_version",
                "EXPLAIN SELECT email FROM customers",
            })
    void whatProvablyHoldsNothingMaskedIsDelivered(String sql) throws Exception {
        ResultPlan plan = plan(sql, new ResultColumn("x", 0, 0, TEXT, 0));

        assertThat(plan.columnRules()).as(sql).containsExactly(Optional.empty());
    }

    @Test
    void aComputedColumnWithAMaskedNameIsMaskedByIt() {
        ResultPlan plan =
                plan("SELECT upper(x) AS email FROM t", new ResultColumn("email", 0, 0, TEXT, 0));

        assertThat(plan.columnRules()).containsExactly(Optional.of("mask-email"));
    }

    @Test
    void aPatternForEveryRelationMakesEveryRelationSuspect() {
        Masking masking = masking(rule("m", Keep.NONE, Set.of(), "*.email"));

        assertThat(
                        masking.plan(
                                        List.of(new ResultColumn("x", 0, 0, TEXT, 0)),
                                        READER.read(
                                                "SELECT a || b FROM (SELECT * FROM any_table) q"),
                                        CATALOG)
                                .columnRules())
                .containsExactly(Optional.of("origin-unknown"));
    }

    @Test
    void aPatternForEveryColumnCoversThemAll() {
        Masking masking = masking(rule("m", Keep.NONE, Set.of(), "public.customers.*"));
        SqlFacts facts = READER.read("SELECT id, upper(name), count(*) FROM customers");

        assertThat(
                        masking.plan(
                                        List.of(
                                                column("id", 1, INT8, 0),
                                                new ResultColumn("upper", 0, 0, TEXT, 0),
                                                new ResultColumn("count", 0, 0, INT8, 0)),
                                        facts,
                                        CATALOG)
                                .columnRules())
                .containsExactly(Optional.of("m"), Optional.of("origin-unknown"), Optional.empty());
        assertThat(masking.relations()).containsExactly("public.customers");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    write to ada@example.com today | write to [masked] today
                    ada.l+x@mail.example.co.uk | [masked]
                    (email)=(ada@example.com) already | (email)=([masked]) already
                    card 4242 4242 4242 4242 exp | card [masked] exp
                    4242424242424242 | [masked]
                    id 12 4242-4242-4242-4242 | id 12 [masked]
                    378282246310005 | [masked]
                    DE89 3704 0044 0532 0130 00 | [masked]
                    pay GB82WEST12345698765432 now | pay [masked] now
                    de89370400440532013000 | [masked]
                    4242424242424241 | 4242424242424241
                    user@host | user@host
                    @ada and a@b | @ada and a@b
                    DE89370400440532013001 | DE89370400440532013001
                    1234567890123456789012 | 1234567890123456789012
                    """)
    void recognisesValuesByWhatTheyLookLike(String text, String masked) {
        assertThat(MASKING.text(text).text()).isEqualTo(masked);
    }

    @Test
    void valuesOfEveryTypeAreSearched() throws Exception {
        ResultPlan plan =
                plan(
                        "SELECT name, name, name, name FROM customers",
                        column("a", 4, TEXT, 0),
                        column("b", 4, JSONB, 1),
                        column("c", 4, TEXT_ARRAY, 1),
                        column("d", 4, INT8, 0));

        assertThat(text(plan.mask(0, bytes("ask ada@example.com")))).isEqualTo("ask [masked]");
        assertThat(text(plan.mask(1, bytes("\u0001{\"a\":\"ada@example.com\"}"))))
                .isEqualTo("\u0001{\"a\":\"[masked]\"}");
        assertThat(text(plan.mask(2, bytes(ARRAY + "\0\0\0\17ada@example.com"))))
                .isEqualTo(ARRAY + "\0\0\0\10[masked]");
        assertThat(plan.mask(3, bytes("4242424242424242")).value()).isEmpty();
        assertThat(text(plan.mask(3, bytes("4242424242424241")))).isEqualTo("4242424242424241");
    }

    @Test
    void textThatIsNotUtf8IsWithheld() {
        ResultPlan plan = plan("SELECT name FROM customers", column("name", 4, TEXT, 0));

        assertThatThrownBy(() -> plan.mask(0, new byte[] {'a', (byte) 0xff}))
                .isInstanceOf(MaskingFailure.class)
                .hasMessageContaining("name");
    }

    @Test
    void anUnknownFormatIsWithheld() {
        ResultPlan plan = plan("SELECT name FROM customers", column("name", 4, TEXT, 2));

        assertThatThrownBy(() -> plan.mask(0, bytes("a"))).isInstanceOf(MaskingFailure.class);
    }

    @Test
    void aValueWithoutADescribedColumnIsWithheld() {
        ResultPlan plan = plan("SELECT name FROM customers", column("name", 4, TEXT, 0));

        assertThatThrownBy(() -> plan.mask(1, bytes("a"))).isInstanceOf(MaskingFailure.class);
    }

    @Test
    void aResourceWithoutRulesIsLeftAlone() throws Exception {
        Masking masking = masking();
        byte[] value = {(byte) 0xff};

        assertThat(masking.hasMaskedColumns()).isFalse();
        assertThat(
                        masking.plan(
                                        List.of(new ResultColumn("x", 0, 0, TEXT, 0)),
                                        SqlFacts.opaque("x"),
                                        CATALOG)
                                .mask(0, value)
                                .value())
                .containsSame(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@",
                "a@",
                "a@a.",
                "4",
                "4 ",
                "42-",
                "DE89",
                "DE89 ",
                "a.a.",
                "4242 4242 4242 424 "
            })
    void hostileTextTakesLinearTime(String unit) {
        String text = unit.repeat(2_000_000 / unit.length());
        long start = System.nanoTime();

        MASKING.text(text);

        assertThat(System.nanoTime() - start).as(unit).isLessThan(5_000_000_000L);
    }

    private static Masking masking(MaskingRule... rules) {
        return new MaskingBook(List.of(rules)).of("prod-db");
    }

    private static MaskingRule rule(String id, Keep keep, Set<Detector> detect, String... columns) {
        return new MaskingRule(id, "policy.yaml:1", "*", List.of(columns), List.of(), detect, keep);
    }

    private static ResultColumn column(String name, int attribute, long type, int format) {
        return new ResultColumn(name, CUSTOMERS, attribute, type, format);
    }

    private static ResultPlan plan(String sql, ResultColumn... columns) {
        return MASKING.plan(List.of(columns), READER.read(sql), CATALOG);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Cell cell) {
        return new String(cell.value().orElseThrow(), StandardCharsets.UTF_8);
    }
}
