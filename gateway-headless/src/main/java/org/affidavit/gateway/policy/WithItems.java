package org.affidavit.gateway.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The WITH lists of a statement: which names they define, and from where on these hold.
final class WithItems {
    /// A WITH item: its name, and where its body ends.
    private record Item(String name, int bodyEnd) {}

    private final List<SqlToken> tokens;
    private final Set<Integer> plainLists;
    private final List<Item> items = new ArrayList<>();
    private int lists;
    private boolean recursive;
    private int mainStart;

    /// @param plainLists receives the indexes of parentheses that hold column names
    WithItems(List<SqlToken> tokens, Set<Integer> plainLists) {
        this.tokens = tokens;
        this.plainLists = plainLists;
    }

    boolean any() {
        return lists > 0;
    }

    /// Where the statement itself begins, behind its WITH list.
    int mainStart() {
        return mainStart;
    }

    /// True when the WITH at an index begins a list of items.
    boolean begins(int at) {
        if (at + 1 >= tokens.size()) {
            return true;
        }
        SqlToken next = tokens.get(at + 1);
        return !next.is("ordinality") && !next.is("ties") && !next.is("time");
    }

    /// True when a name at an index means a WITH item: behind that item's body, or anywhere if the
    /// list is recursive. Where WITH is nested no name does, to be safe.
    boolean defines(String name, int at) {
        if (lists != 1 || !tokens.getFirst().is("with")) {
            return false;
        }
        return items.stream()
                .anyMatch(item -> item.name().equals(name) && (recursive || at > item.bodyEnd()));
    }

    /// Reads the heads of the list that begins at a WITH; the bodies are scanned like all else.
    void read(int with) throws Unsure {
        lists++;
        int next = with + 1;
        if (is(next, "recursive")) {
            recursive = true;
            next++;
        }
        next = item(next);
        while (next < tokens.size() && tokens.get(next).symbol(",")) {
            next = item(next + 1);
        }
        if (is(next, "search") || is(next, "cycle")) {
            throw new Unsure("it uses SEARCH or CYCLE");
        }
        if (with == 0) {
            mainStart = Math.min(next, tokens.size() - 1);
        }
    }

    /// @return the index behind the item's body
    private int item(int start) throws Unsure {
        if (start >= tokens.size() || !tokens.get(start).names()) {
            throw new Unsure("a WITH item has no name");
        }
        int next = start + 1;
        if (next < tokens.size() && tokens.get(next).symbol("(")) {
            plainLists.add(next);
            next = matching(next) + 1;
        }
        if (!is(next, "as")) {
            throw new Unsure("a WITH item has no AS");
        }
        next++;
        while (is(next, "not") || is(next, "materialized")) {
            next++;
        }
        if (next >= tokens.size() || !tokens.get(next).symbol("(")) {
            throw new Unsure("a WITH item has no body");
        }
        int end = matching(next);
        items.add(new Item(Names.chain(List.of(tokens.get(start)), 0), end));
        return end + 1;
    }

    private boolean is(int at, String word) {
        return at < tokens.size() && tokens.get(at).is(word);
    }

    private int matching(int open) throws Unsure {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            if (tokens.get(i).symbol("(")) {
                depth++;
            } else if (tokens.get(i).symbol(")") && --depth == 0) {
                return i;
            }
        }
        throw new Unsure("parentheses do not match");
    }
}
