-- A small but believable billing database: 250 customers, 750 payments.
CREATE TABLE customers (
    id integer PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL,
    city text NOT NULL,
    joined date NOT NULL
);

CREATE TABLE payments (
    id integer PRIMARY KEY,
    customer_id integer NOT NULL REFERENCES customers,
    amount numeric(10, 2) NOT NULL CHECK (amount > 0),
    card text NOT NULL,
    status text NOT NULL,
    paid_at timestamptz NOT NULL
);

INSERT INTO customers
SELECT i,
       (ARRAY['Ada','Grace','Alan','Edsger','Barbara','Donald','Radia','Leslie','Frances','Niklaus'])[1 + i % 10]
           || ' '
           || (ARRAY['Lindqvist','Okafor','Moreau','Tanaka','Silva','Novak','Haddad','Brandt','Kowalska','Mbeki','Rossi'])[1 + i % 11],
       'customer' || i || '@' || (ARRAY['example.com','example.org','example.net'])[1 + i % 3],
       (ARRAY['Lisbon','Oslo','Kyoto','Nairobi','Lyon','Gdansk','Quito'])[1 + i % 7],
       DATE '2022-01-01' + (i * 5)
FROM generate_series(1, 250) AS i;

INSERT INTO payments
SELECT i,
       1 + (i * 7) % 250,
       round((5 + (i * 37 % 9000) / 10.0)::numeric, 2),
       (ARRAY['4111111111111111','5555555555554444','4012888888881881','378282246310005'])[1 + i % 4],
       CASE WHEN i % 29 = 0 THEN 'disputed' WHEN i % 11 = 0 THEN 'refunded' ELSE 'settled' END,
       TIMESTAMPTZ '2025-01-01 08:00:00+00' + (i * INTERVAL '7 hours')
FROM generate_series(1, 750) AS i;
