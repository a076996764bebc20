package org.affidavit.gateway.policy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.affidavit.gateway.policy.SqlToken.Kind;

/// Reads SELECT, INSERT, UPDATE, DELETE and VALUES for the relations in them, by position: a name
/// counts as a relation where the grammar puts one. Gives up at anything unexpected.
final class QueryScan {
    private static final int DEPTH_MAX = 24;

    /// Words that end a FROM list.
    private static final Set<String> FROM_ENDS =
            Set.of(
                    "where",
                    "group",
                    "having",
                    "window",
                    "order",
                    "limit",
                    "offset",
                    "fetch",
                    "union",
                    "intersect",
                    "except",
                    "returning");

    /// Words before a parenthesis that do not make a call.
    private static final Set<String> NOT_CALLS =
            Set.of(
                    "in",
                    "and",
                    "or",
                    "not",
                    "exists",
                    "any",
                    "some",
                    "all",
                    "values",
                    "select",
                    "distinct",
                    "on",
                    "using",
                    "over",
                    "filter",
                    "within",
                    "group",
                    "by",
                    "as",
                    "from",
                    "join",
                    "where",
                    "having",
                    "when",
                    "then",
                    "else",
                    "case",
                    "union",
                    "except",
                    "intersect",
                    "limit",
                    "offset",
                    "fetch",
                    "first",
                    "next",
                    "array",
                    "lateral",
                    "is",
                    "like",
                    "ilike",
                    "to",
                    "between",
                    "returning",
                    "set",
                    "with",
                    "materialized",
                    "sets",
                    "cube",
                    "rollup",
                    "only",
                    "conflict",
                    "order",
                    "default",
                    "varchar",
                    "char",
                    "character",
                    "varying",
                    "numeric",
                    "decimal",
                    "dec",
                    "float",
                    "bit",
                    "time",
                    "timestamp",
                    "interval",
                    "precision");

    static boolean notCall(String word) {
        return NOT_CALLS.contains(word);
    }

    /// Functions whose arguments may hold FROM and FOR as plain words.
    private static final Set<String> WORDY =
            Set.of("extract", "substring", "trim", "overlay", "position");

    /// A relation where it stands.
    record Occurrence(String name, int at, boolean written) {}

    /// A WITH item: its name, and where its body ends.
    record Cte(String name, int bodyEnd) {}

    private static final class Frame {
        boolean from;
        boolean expect;
        boolean wordy;
        boolean where;
        String dml = "";
    }

    final Set<String> verbs = new HashSet<>();
    final Set<String> functions = new HashSet<>();
    final List<Occurrence> relations = new ArrayList<>();
    final Set<String> rowNames = new HashSet<>();
    boolean hasWhere = true;
    boolean plainFrom = true;
    boolean returning;
    int selects;

    private final List<SqlToken> tokens;
    private final Set<Integer> plainLists = new HashSet<>();
    private final List<Cte> ctes = new ArrayList<>();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private int withs;
    private boolean recursive;
    private int topCteEnd;
    private int at;

    private QueryScan(List<SqlToken> tokens) {
        this.tokens = tokens;
    }

    static QueryScan of(List<SqlToken> tokens) throws Unsure {
        QueryScan scan = new QueryScan(tokens);
        scan.run();
        return scan;
    }

    /// Relations that are not WITH items, read or written.
    Set<String> resolved(boolean written) {
        Set<String> names = new HashSet<>();
        for (Occurrence relation : relations) {
            boolean wanted = written ? relation.written() : !relation.written() || returning;
            if (wanted && (relation.written() || !isCte(relation))) {
                names.add(relation.name());
            }
        }
        return names;
    }

    /// Where the statement itself begins, behind its WITH list.
    int mainStart() {
        return tokens.getFirst().is("with") && !ctes.isEmpty() ? topCteEnd + 1 : 0;
    }

    boolean hasCtes() {
        return withs > 0;
    }

    /// A name means a WITH item only behind that item's body, unless the list is recursive; where
    /// WITH is nested the name counts as a relation, to be safe.
    private boolean isCte(Occurrence relation) {
        if (withs != 1 || !tokens.getFirst().is("with")) {
            return false;
        }
        return ctes.stream()
                .anyMatch(cte ->
                        cte.name().equals(relation.name())
                                && (recursive || relation.at() > cte.bodyEnd()));
    }

    private void run() throws Unsure {
        frames.push(new Frame());
        for (at = 0; at < tokens.size(); at++) {
            SqlToken token = tokens.get(at);
            switch (token.kind()) {
                case WORD -> word(token);
                case QUOTED -> name();
                case SYMBOL -> symbol(token.text());
                case TEXT, NUMBER, PARAMETER -> refuseWhereRelationIsDue();
            }
        }
        if (frames.size() != 1) {
            throw new Unsure("parentheses do not match");
        }
        leave(frames.pop());
    }

    private Frame frame() throws Unsure {
        Frame frame = frames.peek();
        if (frame == null) {
            throw new Unsure("parentheses do not match");
        }
        return frame;
    }

    private void symbol(String symbol) throws Unsure {
        switch (symbol) {
            case "(", "[" -> enter(symbol.equals("("));
            case ")", "]" -> close();
            case "," -> {
                refuseWhereRelationIsDue();
                Frame frame = frame();
                frame.expect = frame.from;
            }
            default -> refuseWhereRelationIsDue();
        }
    }

    private void enter(boolean round) throws Unsure {
        Frame parent = frame();
        Frame child = new Frame();
        if (round && parent.from && parent.expect) {
            parent.expect = false;
            plainFrom = false;
            child.from = true;
            child.expect = true;
        } else if (round && at > 0 && !plainLists.contains(at)) {
            child.wordy = call(at - 1);
        }
        if (frames.size() > DEPTH_MAX) {
            throw new Unsure("it is nested too deeply");
        }
        frames.push(child);
    }

    private void close() throws Unsure {
        leave(frames.pop());
        Frame parent = frame();
        if (parent.from && !parent.expect) {
            alias(at + 1);
        }
    }

    private void leave(Frame frame) throws Unsure {
        if (frame.expect) {
            throw new Unsure("a FROM list ends early");
        }
        if (!frame.where && (frame.dml.equals("update") || frame.dml.equals("delete"))) {
            hasWhere = false;
        }
    }

    /// Notes a function call whose name ends at a token.
    ///
    /// @return true when its arguments may hold FROM as a plain word
    private boolean call(int end) {
        SqlToken last = tokens.get(end);
        if (!last.names() || (last.kind() == Kind.WORD && notCall(last.text()))) {
            return false;
        }
        int start = end;
        while (start >= 2 && tokens.get(start - 1).symbol(".") && tokens.get(start - 2).names()) {
            start -= 2;
        }
        SqlToken before = start > 0 ? tokens.get(start - 1) : last;
        if (start > 0 && (before.symbol("::") || before.is("as"))) {
            return false;
        }
        String name = Names.chain(tokens, start);
        functions.add(name);
        return last.kind() == Kind.WORD && start == end && WORDY.contains(name);
    }

    private void word(SqlToken token) throws Unsure {
        Frame frame = frame();
        switch (token.text()) {
            case "select" -> {
                selects++;
                verbs.add("SELECT");
                query(frame);
            }
            case "values" -> {
                if (at == 0) {
                    verbs.add("SELECT");
                }
                query(frame);
            }
            case "with" -> with();
            case "from" -> from(frame);
            case "join" -> {
                if (!frame.from || frame.expect) {
                    throw new Unsure("a JOIN stands where none can");
                }
                frame.expect = true;
            }
            case "only", "lateral" -> {
                plainFrom &= !token.is("lateral");
            }
            case "using" -> using(frame);
            case "for" -> lock(frame);
            case "into" -> into(frame);
            case "insert" -> insert(frame);
            case "update" -> update(frame);
            case "delete" -> delete(frame);
            case "table", "merge", "rows" -> throw new Unsure("it uses " + token.text());
            default -> other(frame, token);
        }
    }

    private void other(Frame frame, SqlToken token) throws Unsure {
        if (FROM_ENDS.contains(token.text())) {
            refuseWhereRelationIsDue();
            frame.from = false;
            frame.where |= token.is("where");
            returning |= token.is("returning");
        } else {
            name();
        }
    }

    private void query(Frame frame) throws Unsure {
        boolean opens =
                at == 0 || !tokens.get(at - 1).names() || Names.reserved(tokens.get(at - 1));
        if (frame.expect && (at == 0 || !tokens.get(at - 1).symbol("("))) {
            throw new Unsure("a relation is missing");
        }
        if (!opens && frame.dml.isEmpty()) {
            throw new Unsure("a query stands where none can");
        }
        frame.from = false;
        frame.expect = false;
    }

    /// A name: a relation where one is due, else something that facts do not need.
    private void name() throws Unsure {
        Frame frame = frame();
        if (frame.from && frame.expect) {
            frame.expect = false;
            relation(at, false);
        }
    }

    private void refuseWhereRelationIsDue() throws Unsure {
        if (frame().expect) {
            throw new Unsure("a relation is missing");
        }
    }

    /// Reads the name of a relation, or of a function used as one, and its alias. Afterwards `at`
    /// is on the last token read.
    private void relation(int start, boolean written) throws Unsure {
        if (start >= tokens.size()
                || !tokens.get(start).names()
                || Names.reserved(tokens.get(start))) {
            throw new Unsure("a relation is missing");
        }
        int end = Names.end(tokens, start);
        at = end - 1;
        if (!written && end < tokens.size() && tokens.get(end).symbol("(")) {
            plainFrom = false;
            return;
        }
        String name = Names.chain(tokens, start);
        relations.add(new Occurrence(name, start, written));
        rowNames.add(tokens.get(end - 1).text());
        if (end < tokens.size() && tokens.get(end).symbol("*")) {
            end++;
            at++;
        }
        if (!written) {
            alias(end);
        }
    }

    private void alias(int start) {
        int next = start;
        if (next < tokens.size() && tokens.get(next).is("as")) {
            next++;
        }
        if (next >= tokens.size() || !tokens.get(next).names() || endsItem(tokens.get(next))) {
            return;
        }
        rowNames.add(tokens.get(next).text());
        if (next + 1 < tokens.size() && tokens.get(next + 1).symbol("(")) {
            plainLists.add(next + 1);
            plainFrom = false;
        }
    }

    private static boolean endsItem(SqlToken token) {
        return Names.reserved(token) || token.is("set") || token.is("values");
    }

    private void from(Frame frame) throws Unsure {
        refuseWhereRelationIsDue();
        boolean distinct =
                at >= 2
                        && tokens.get(at - 1).is("distinct")
                        && (tokens.get(at - 2).is("is") || tokens.get(at - 2).is("not"));
        if (!frame.wordy && !distinct) {
            frame.from = true;
            frame.expect = true;
        }
    }

    private void using(Frame frame) {
        if (frame.dml.equals("delete") && !frame.from && !frame.where) {
            frame.from = true;
            frame.expect = true;
        } else {
            plainLists.add(at + 1);
        }
    }

    private void lock(Frame frame) throws Unsure {
        if (frame.wordy) {
            return;
        }
        refuseWhereRelationIsDue();
        frame.from = false;
        int next = at + 1;
        while (next < tokens.size() && (tokens.get(next).is("no") || tokens.get(next).is("key"))) {
            next++;
        }
        if (next >= tokens.size()
                || !(tokens.get(next).is("update") || tokens.get(next).is("share"))) {
            throw new Unsure("it has a FOR that is not known here");
        }
        verbs.add("LOCK");
        at = next;
    }

    private void into(Frame frame) throws Unsure {
        refuseWhereRelationIsDue();
        frame.from = false;
        verbs.add("CREATE");
        int next = at + 1;
        while (next < tokens.size()
                && tokens.get(next).kind() == Kind.WORD
                && Set.of("temp", "temporary", "unlogged", "local", "global", "table")
                        .contains(tokens.get(next).text())) {
            next++;
        }
        relation(next, true);
    }

    private void insert(Frame frame) throws Unsure {
        refuseUnlessFirst();
        if (at + 1 >= tokens.size() || !tokens.get(at + 1).is("into")) {
            throw new Unsure("an INSERT has no INTO");
        }
        verbs.add("INSERT");
        frame.dml = "insert";
        relation(at + 2, true);
        int next = at + 1;
        if (next + 1 < tokens.size() && tokens.get(next).is("as")) {
            rowNames.add(tokens.get(next + 1).text());
            at += 2;
        }
        plainLists.add(at + 1);
    }

    private void update(Frame frame) throws Unsure {
        verbs.add("UPDATE");
        if (at > 0 && tokens.get(at - 1).is("do")) {
            return;
        }
        refuseUnlessFirst();
        frame.dml = "update";
        target(at + 1);
    }

    private void delete(Frame frame) throws Unsure {
        refuseUnlessFirst();
        if (at + 1 >= tokens.size() || !tokens.get(at + 1).is("from")) {
            throw new Unsure("a DELETE has no FROM");
        }
        verbs.add("DELETE");
        frame.dml = "delete";
        target(at + 2);
    }

    private void target(int start) throws Unsure {
        boolean only = start < tokens.size() && tokens.get(start).is("only");
        relation(only ? start + 1 : start, true);
        alias(at + 1);
    }

    /// INSERT, UPDATE and DELETE begin a statement or a WITH item, or follow a WITH list.
    private void refuseUnlessFirst() throws Unsure {
        boolean first =
                at == 0
                        || tokens.get(at - 1).symbol("(")
                        || (withs > 0 && tokens.get(at - 1).symbol(")"));
        if (!first || (frame().from && frames.size() > 1)) {
            throw new Unsure("a change stands where none can");
        }
    }

    private void with() throws Unsure {
        int next = at + 1;
        if (next < tokens.size()
                && (tokens.get(next).is("ordinality")
                        || tokens.get(next).is("ties")
                        || tokens.get(next).is("time"))) {
            return;
        }
        withs++;
        Frame frame = frame();
        if (frame.expect && at > 0 && tokens.get(at - 1).symbol("(")) {
            frame.from = false;
            frame.expect = false;
        }
        refuseWhereRelationIsDue();
        if (next < tokens.size() && tokens.get(next).is("recursive")) {
            recursive = true;
            next++;
        }
        boolean top = at == 0;
        next = cte(next);
        while (next < tokens.size() && tokens.get(next).symbol(",")) {
            next = cte(next + 1);
        }
        if (top) {
            topCteEnd = Math.min(next, tokens.size() - 1) - 1;
        }
        if (next < tokens.size()
                && (tokens.get(next).is("search") || tokens.get(next).is("cycle"))) {
            throw new Unsure("it uses SEARCH or CYCLE");
        }
    }

    /// Reads the head of one WITH item; its body is scanned later like everything else.
    ///
    /// @return the index behind its body
    private int cte(int start) throws Unsure {
        if (start >= tokens.size() || !tokens.get(start).names()) {
            throw new Unsure("a WITH item has no name");
        }
        int next = start + 1;
        if (next < tokens.size() && tokens.get(next).symbol("(")) {
            plainLists.add(next);
            next = matching(next) + 1;
        }
        if (next >= tokens.size() || !tokens.get(next).is("as")) {
            throw new Unsure("a WITH item has no AS");
        }
        next++;
        while (next < tokens.size()
                && (tokens.get(next).is("not") || tokens.get(next).is("materialized"))) {
            next++;
        }
        if (next >= tokens.size() || !tokens.get(next).symbol("(")) {
            throw new Unsure("a WITH item has no body");
        }
        int end = matching(next);
        ctes.add(new Cte(Names.chain(List.of(tokens.get(start)), 0), end));
        return end + 1;
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
