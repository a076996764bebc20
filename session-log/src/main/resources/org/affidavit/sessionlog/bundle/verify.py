"""Checks a bundle with Python's standard library: all but the checkpoint's signature."""
import base64, hashlib, json, os, sys

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

def proven(name, leaf):
    """That a record lies in the log of the checkpoint; answers its index."""
    index = int(name[:20])
    head, note = read(folder, "proofs", name[:20] + ".tlog-proof").split(b"\n\n", 1)
    lines = head.decode().split("\n")
    assert note == checkpoint and lines[1] == "index %d" % index, "proof %d is of another record" % index
    path = [base64.b64decode(line) for line in lines[2:]]
    assert subtree(index, int(size), leaf, path) == base64.b64decode(root), "record %d is not in the log" % index
    return index

def listed(kind):
    return sorted(os.listdir(os.path.join(folder, kind))) if os.path.isdir(os.path.join(folder, kind)) else []

folder = sys.argv[1]
checkpoint = read(folder, "checkpoint")
origin, size, root = checkpoint.decode().split("\n")[:3]
session, previous, hashes, total = None, None, [], None
orders, erased = [], 0
for name in listed("erasures"):
    bytes_ = read(folder, "erasures", name)
    order = json.loads(bytes_)
    assert order["t"] == "payload.erased" and int(order["n"]) == proven(name, sha(b"\x00", bytes_)), "no order: " + name
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
    ordered = (session, None) in orders or (session, str(index)) in orders
    if ordered and "pay" in record and name[:20] not in listed("payloads"):
        erased += 1
    elif "pay" in record:
        payload = read(folder, "payloads", name[:20])
        assert hashlib.sha256(payload).hexdigest() == record["pay"]["sha256"], "payload %d is another" % index
assert names, "there are no records"
print("%s: %d records of session %s, %s, as in the checkpoint of %s over %s records; %d payloads erased by order" % (
    "complete" if total else "so far", len(names), session, "ended" if total else "not ended", origin, size, erased))
