"""Checks a bundle with Python's standard library: all but the checkpoint's signature.

python3 verify.py FOLDER            the records, and that the payloads are those that were recorded
python3 verify.py FOLDER DATA.KEY   and what is in them, with the session's key (uses openssl and zstd)
"""
import base64, hashlib, json, os, subprocess, sys

def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

def subtree(index, size, leaf, path):
    """RFC 9162 section 2.1.3.2"""
    node, last, root = index, size - 1, leaf
    for sibling in path:
        assert last > 0, "a proof is too long"
        if node & 1 or node == last:
            root = sha(b"\x01", sibling, root)
            while not node & 1:
                node, last = node >> 1, last >> 1
        else:
            root = sha(b"\x01", root, sibling)
        node, last = node >> 1, last >> 1
    assert last == 0, "a proof is too short"
    return root

def tree(hashes):
    if len(hashes) < 2:
        return hashes[0] if hashes else sha()
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return sha(b"\x01", tree(hashes[:split]), tree(hashes[split:]))

def read(*name):
    with open(os.path.join(*name), "rb") as file:
        return file.read()

def proven(name, leaf, kind="proofs"):
    """That a record lies in the log of the checkpoint, or in that of one which ends with it; answers its index."""
    index = int(name[:20])
    head, note = read(folder, kind, name[:20] + ".tlog-proof").split(b"\n\n", 1)
    lines, (log, size, root) = head.decode().split("\n"), note.decode().split("\n")[:3]
    assert note == checkpoint if kind == "proofs" else (log, int(size)) == (origin, index + 1), "proof %d has another checkpoint" % index
    assert lines[1] == "index %d" % index, "proof %d is of another record" % index
    path = [base64.b64decode(line) for line in lines[2:]]
    assert subtree(index, int(size), leaf, path) == base64.b64decode(root), "record %d is not in the log" % index
    return index

def run(data, *command):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout

def ctr(data, key, start):
    return run(data, "openssl", "enc", "-aes-256-ctr", "-K", key.hex(), "-iv", start.hex())

def cut(data):
    """The units of a payload: its shape, and the pieces that the shape tells."""
    at, lengths = 0, []
    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte, at = data[at], at + 1
            value, shift = value | (byte & 127) << shift, shift + 7
            if byte < 128:
                return value
    for _ in range(varint()):
        at += 1
        varint()
        lengths += [varint() for _ in range(varint())]
    found = [data[:at]]
    for length in lengths:
        found.append(data[at:at + length])
        at += length
    assert at == len(data), "a payload has another length than its shape says"
    return found

def opened(payload, record):
    """AES-256-GCM is AES-256-CTR that counts from 2, and a tag, for which the record's hash stands."""
    pay = record["pay"]
    plain = run(ctr(payload[8:-16], key, bytes(4) + payload[:8] + b"\0\0\0\2"), "zstd", "-dcq")
    units, salts = cut(plain[32:]), ctr(bytes(16 * pay["n"]), plain[:32], bytes(16))
    hashes = [sha(b"\0affidavit/unit/v1\0", salts[16 * i:16 * i + 16], unit) for i, unit in enumerate(units)]
    if record["t"] == "session.opened":
        names = [base64.urlsafe_b64encode(sha(unit)).decode().rstrip("=") for unit in units[1:]]
        assert sorted(names) == record["e"]["agent"]["_sd"], "who the agent is was recorded otherwise"
    return len(units) == pay["n"] and tree(hashes).hex() == pay["root"]

def listed(kind):
    return sorted(os.listdir(os.path.join(folder, kind))) if os.path.isdir(os.path.join(folder, kind)) else []

folder = sys.argv[1]
key = read(sys.argv[2]) if len(sys.argv) > 2 else None
checkpoint = read(folder, "checkpoint")
origin, size, root = checkpoint.decode().split("\n")[:3]
session, previous, hashes, total = None, None, [], None
orders, erased, seen = [], 0, 0
for name in [name for name in listed("erasures") if name.endswith(".json")]:
    bytes_ = read(folder, "erasures", name)
    order = json.loads(bytes_)
    assert order["t"] == "payload.erased" and int(order["n"]) == proven(name, sha(b"\x00", bytes_)), "no order: " + name
    proven(name, sha(b"\x00", bytes_), "erasures")
    orders.append((order["e"]["session"], order["e"].get("record")))
names = listed("leaves")
for number, name in enumerate(names):
    bytes_ = read(folder, "leaves", name)
    leaf, record = sha(b"\x00", bytes_), json.loads(bytes_)
    index = proven(name, leaf)
    session = session or record["s"]
    assert record["s"] == session and int(record["n"]) == index and record["q"] == number, "record %d is out of place" % index
    assert record.get("p") == previous, "record %d does not follow the one before" % index
    assert total is None and (record["t"] == "session.opened") == (number == 0), "record %d is not the session's" % index
    total, previous = record.get("total"), leaf.hex()
    if total:
        assert total == {"count": number + 1, "root": tree(hashes).hex()}, "the session does not sum up"
    hashes.append(sha(b"\x00", b"affidavit/session/v1\x00", leaf))
    if "key" in record and ((session, None) not in orders or os.path.exists(os.path.join(folder, "key.jwe"))):
        assert hashlib.sha256(read(folder, "key.jwe")).hexdigest() == record["key"]["sha256"], "the session's key is another"
    ordered = (session, None) in orders or (session, str(index)) in orders
    if ordered and "pay" in record and name[:20] not in listed("payloads"):
        erased += 1
    elif "pay" in record:
        payload = read(folder, "payloads", name[:20])
        assert hashlib.sha256(payload).hexdigest() == record["pay"]["sha256"], "payload %d is another" % index
        if key:
            assert opened(payload, record), "payload %d does not open to what was recorded" % index
            seen += 1
assert names, "there are no records"
print("%s: %d records of session %s, %s, as in the checkpoint of %s over %s records; %d payloads erased by order, %d opened" % (
    "complete" if total else "so far", len(names), session, "ended" if total else "not ended", origin, size, erased, seen))
