package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.Arrays;
import java.util.stream.Collectors;

/// What a session must know of its target's catalog, in the order asked.
enum CatalogQueries {
    /// Plain, partitioned and foreign tables, and the views that show names of things only. Tables
    /// that hold samples of other tables' values, or secrets, stay unknown.
    COLUMNS(
            """
            SELECT c.oid, n.nspname || '.' || c.relname, a.attnum, a.attname, a.atttypid
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
            WHERE a.attnum > 0 AND NOT a.attisdropped AND (
            (c.relkind IN ('r', 'p', 'f') AND NOT (n.nspname = 'pg_catalog' AND c.relname IN
            ('pg_statistic', 'pg_statistic_ext_data', 'pg_largeobject', 'pg_authid',
            'pg_user_mapping', 'pg_subscription')))
            OR (c.relkind = 'v' AND (n.nspname = 'information_schema' OR (n.nspname = 'pg_catalog'
            AND c.relname IN ('pg_tables', 'pg_views', 'pg_indexes', 'pg_roles')))))
            LIMIT %d
            """),
    PARENTS("SELECT inhrelid, inhparent FROM pg_catalog.pg_inherits LIMIT %d"),
    /// Every other view.
    VIEWS(
            """
            SELECT n.nspname || '.' || c.relname
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('v', 'm') AND n.nspname <> 'information_schema' AND NOT
            (n.nspname = 'pg_catalog' AND c.relname IN
            ('pg_tables', 'pg_views', 'pg_indexes', 'pg_roles'))
            """),
    /// A cast calls the function of the type it leads to, by name; a value of a type of the
    /// database's own, which a client declares by number, may be cast where nothing is written.
    /// Code of an extension that says it changes nothing is believed, as PostgreSQL's own is: only
    /// a superuser installs it.
    CODE(
            """
            SELECT 'row', p.proname FROM pg_catalog.pg_proc p
            JOIN pg_catalog.pg_type t ON t.oid = p.proargtypes[0]
            WHERE p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace
            AND p.pronargs - p.pronargdefaults <= 1 AND t.typname IN ('record', 'any',
            'anyelement', 'anynonarray', 'anycompatible', 'anycompatiblenonarray')
            UNION SELECT 'value', p.proname FROM pg_catalog.pg_proc p
            WHERE p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace
            AND p.pronargs >= 1 AND p.pronargs - p.pronargdefaults <= 1
            UNION SELECT 'own', p.proname FROM pg_catalog.pg_proc p
            JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND (p.provolatile = 'v'
            OR NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.objid = p.oid
            AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.deptype = 'e'))
            UNION SELECT 'operator', o.oprname FROM pg_catalog.pg_operator o
            JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
            LEFT JOIN pg_catalog.pg_proc p ON p.oid = o.oprcode
            WHERE n.nspname <> 'pg_catalog' AND (p.oid IS NULL OR p.provolatile = 'v'
            OR NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.objid = o.oid
            AND d.classid = 'pg_catalog.pg_operator'::pg_catalog.regclass AND d.deptype = 'e'))
            UNION SELECT 'type', known.name FROM pg_catalog.pg_type t JOIN (
            SELECT c.castsource, c.casttarget, c.castfunc FROM pg_catalog.pg_cast c
            WHERE c.castfunc <> 0
            UNION ALL SELECT k.contypid, k.contypid, d.refobjid FROM pg_catalog.pg_constraint k
            JOIN pg_catalog.pg_depend d ON d.objid = k.oid
            AND d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
            AND d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass
            WHERE k.contypid <> 0) made (source, target, code) ON t.oid IN (made.source, made.target)
            JOIN pg_catalog.pg_proc p ON p.oid = made.code
            JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            CROSS JOIN LATERAL (SELECT t.typname WHERE t.oid = made.target
            UNION ALL SELECT own.oid::pg_catalog.text::pg_catalog.name
            FROM (VALUES (t.oid), (t.typarray)) own (oid) WHERE own.oid >= 16384) known (name)
            WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND (p.provolatile = 'v'
            OR NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.objid = p.oid
            AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.deptype = 'e'))
            """);

    private final String sql;

    CatalogQueries(String sql) {
        this.sql = sql;
    }

    /// Every query, in one text.
    static String all(int rowsMax) {
        return Arrays.stream(values())
                .map(query -> query.sql.replace("%d", String.valueOf(rowsMax)))
                .collect(Collectors.joining(";"));
    }
}
