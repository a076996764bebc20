package org.affidavit.gateway.anchor;

/// How one anchor stands, for those who watch the gateway.
///
/// @param name which, such as `witness w1.example/w1`
/// @param size records under the newest checkpoint that it anchored in this life; 0 before
/// @param failures how often it failed in this life
/// @param problem what went wrong last; empty while it does its work
record AnchorState(String name, long size, long failures, String problem) {
    static AnchorState begin(String name) {
        return new AnchorState(name, 0, 0, "");
    }

    AnchorState reached(long newest) {
        return new AnchorState(name, newest, failures, "");
    }

    AnchorState failed(String what) {
        return new AnchorState(name, size, failures + 1, what);
    }

    /// One line.
    String line() {
        return (problem.isEmpty() ? "[+] " : "[-] ")
                + name
                + ": "
                + size
                + " records, "
                + failures
                + " failures"
                + (problem.isEmpty() ? "" : "; " + problem);
    }
}
