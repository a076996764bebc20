package org.affidavit.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What drivers and tools send on their own.
class DriverStatementsTest {
    private static final PostgresSqlReader READER = new PostgresSqlReader();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET extra_float_digits = 3",
                "SET application_name = 'PostgreSQL JDBC Driver'",
                "SHOW TRANSACTION ISOLATION LEVEL",
                "SHOW standard_conforming_strings",
                "SELECT 1",
                "BEGIN READ ONLY",
                "select current_schema()",
                "SELECT n.nspname as \"Schema\", c.relname as \"Name\", CASE c.relkind WHEN 'r'"
                    + " THEN 'table' WHEN 'v' THEN 'view' WHEN 'i' THEN 'index' END as \"Type\","
                    + " pg_catalog.pg_get_userbyid(c.relowner) as \"Owner\" FROM"
                    + " pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid ="
                    + " c.relnamespace WHERE c.relkind IN ('r','p','') AND n.nspname <>"
                    + " 'pg_catalog' AND n.nspname !~ '^pg_toast' AND n.nspname <>"
                    + " 'information_schema' AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY"
                    + " 1,2",
                "SELECT d.datname as \"Name\", pg_catalog.pg_get_userbyid(d.datdba) as \"Owner\","
                        + " pg_catalog.pg_encoding_to_char(d.encoding) as \"Encoding\" FROM"
                        + " pg_catalog.pg_database d ORDER BY 1",
                "SELECT NULL AS TABLE_CAT, n.nspname AS TABLE_SCHEM, c.relname AS TABLE_NAME FROM"
                        + " pg_catalog.pg_namespace n, pg_catalog.pg_class c WHERE c.relnamespace ="
                        + " n.oid AND n.nspname LIKE 'public' ORDER BY TABLE_SCHEM, TABLE_NAME",
                "SELECT typinput='pg_catalog.array_in'::regproc as is_array, typtype, typname,"
                    + " pg_type.oid FROM pg_catalog.pg_type LEFT JOIN (select ns.oid as nspoid,"
                    + " ns.nspname, r.r from pg_namespace as ns join ( select s.r,"
                    + " (current_schemas(false))[s.r] as nspname from generate_series(1,"
                    + " array_upper(current_schemas(false), 1)) as s(r) ) as r using ( nspname ) )"
                    + " as sp ON sp.nspoid = typnamespace WHERE pg_type.oid = $1 ORDER BY sp.r,"
                    + " pg_type.oid DESC",
            })
    void areReadAsHarmless(String sql) {
        SqlFacts facts = READER.read(sql);

        assertThat(facts.readOnly()).as(facts.toString()).isTrue();
    }
}
