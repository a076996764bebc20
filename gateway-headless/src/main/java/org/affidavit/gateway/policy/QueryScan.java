package org.affidavit.gateway.policy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.affidavit.gateway.policy.SqlToken.Kind;

/// Reads SELECT, INSERT, UPDATE, DELETE and VALUES for the relations in them, by position: a name
/// counts as a relation where the grammar puts one. Gives up at anything unexpected.
final class QueryScan {
    private static final int DEPTH_MAX = 24;

    /// Functions whose arguments may hold FROM and FOR as plain words.
    private static final Set<String> WORDY =
            Set.of("extract", "substring", "trim", "overlay", "position");

    final Set<String> verbs = new HashSet<>();
    final Set<String> functions = new HashSet<>();
    final Relations relations = new Relations();
    final Set<String> rowNames = new HashSet<>();
    boolean hasWhere = true;
    boolean plainFrom = true;
    boolean functionFrom;
    boolean returning;
    int selects;

    private final List<SqlToken> tokens;
    private final Set<Integer> plainLists = new HashSet<>();
    private final WithItems with;
    private final Deque<ScanFrame> frames = new ArrayDeque<>();
    private int at;

    private QueryScan(List<SqlToken> tokens) {
        this.tokens = tokens;
        this.with = new WithItems(tokens, plainLists);
    }

    static QueryScan of(List<SqlToken> tokens) throws Unsure {
        QueryScan scan = new QueryScan(tokens);
        scan.run();
        return scan;
    }

    /// Relations read that are not WITH items.
    Set<String> reads() {
        return relations.read(with, returning);
    }

    /// Where the statement itself begins, behind its WITH list.
    int mainStart() {
        return with.mainStart();
    }

    boolean hasCtes() {
        return with.any();
    }

    private void run() throws Unsure {
        frames.push(new ScanFrame());
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

    private ScanFrame frame() throws Unsure {
        ScanFrame frame = frames.peek();
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
                ScanFrame frame = frame();
                frame.expect = frame.from;
            }
            default -> refuseWhereRelationIsDue();
        }
    }

    private void enter(boolean round) throws Unsure {
        ScanFrame parent = frame();
        ScanFrame child = new ScanFrame();
        if (round && parent.from && parent.expect) {
            parent.expect = false;
            plainFrom = false;
            child.from = true;
            child.expect = true;
        } else if (round && !plainLists.contains(at)) {
            child.wordy = call(at);
        }
        if (frames.size() > DEPTH_MAX) {
            throw new Unsure("it is nested too deeply");
        }
        frames.push(child);
    }

    private void close() throws Unsure {
        leave(frames.pop());
        ScanFrame parent = frame();
        if (parent.from && !parent.expect) {
            alias(at + 1, false);
        }
    }

    private void leave(ScanFrame frame) throws Unsure {
        if (frame.expect) {
            throw new Unsure("a FROM list ends early");
        }
        if (!frame.where && (frame.dml.equals("update") || frame.dml.equals("delete"))) {
            hasWhere = false;
        }
    }

    /// Notes the function called with a parenthesis.
    ///
    /// @return true when its arguments may hold FROM as a plain word
    private boolean call(int parenthesis) {
        Optional<String> name = Calls.callee(tokens, parenthesis);
        name.ifPresent(functions::add);
        return name.filter(WORDY::contains).isPresent()
                && tokens.get(parenthesis - 1).kind() == Kind.WORD;
    }

    private void word(SqlToken token) throws Unsure {
        ScanFrame frame = frame();
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
            case "table", "merge", "operator" -> throw new Unsure("it uses " + token.text());
            case "rows" -> {
                if (at + 1 < tokens.size() && tokens.get(at + 1).is("from")) {
                    throw new Unsure("it uses ROWS FROM");
                }
                name();
            }
            default -> other(frame, token);
        }
    }

    private void other(ScanFrame frame, SqlToken token) throws Unsure {
        if (Names.endsFrom(token)) {
            refuseWhereRelationIsDue();
            frame.from = false;
            frame.where |= token.is("where");
            returning |= token.is("returning");
        } else {
            name();
        }
    }

    private void query(ScanFrame frame) throws Unsure {
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
        ScanFrame frame = frame();
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
            functionFrom = true;
            return;
        }
        String name = Names.chain(tokens, start);
        relations.add(name, start, written);
        rowNames.add(tokens.get(end - 1).text());
        if (end < tokens.size() && tokens.get(end).symbol("*")) {
            end++;
            at++;
        }
        if (!written) {
            alias(end, false);
        }
    }

    /// @param updating true behind the target of an UPDATE, where a plain SET is no alias
    private void alias(int start, boolean updating) {
        int next = start;
        if (next < tokens.size() && tokens.get(next).is("as")) {
            next++;
        }
        boolean explicit = next > start;
        boolean set = updating && !explicit && next < tokens.size() && tokens.get(next).is("set");
        if (next >= tokens.size()
                || !tokens.get(next).names()
                || Names.reserved(tokens.get(next))
                || set) {
            return;
        }
        rowNames.add(tokens.get(next).text());
        if (next + 1 < tokens.size() && tokens.get(next + 1).symbol("(")) {
            plainLists.add(next + 1);
            plainFrom = false;
        }
    }

    private void from(ScanFrame frame) throws Unsure {
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

    private void using(ScanFrame frame) {
        if (frame.dml.equals("delete") && !frame.from && !frame.where) {
            frame.from = true;
            frame.expect = true;
        } else {
            plainLists.add(at + 1);
        }
    }

    private void lock(ScanFrame frame) throws Unsure {
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

    private void into(ScanFrame frame) throws Unsure {
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

    private void insert(ScanFrame frame) throws Unsure {
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

    private void update(ScanFrame frame) throws Unsure {
        verbs.add("UPDATE");
        if (at > 0 && tokens.get(at - 1).is("do")) {
            return;
        }
        refuseUnlessFirst();
        frame.dml = "update";
        target(at + 1);
    }

    private void delete(ScanFrame frame) throws Unsure {
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
        alias(at + 1, frame().dml.equals("update"));
    }

    /// INSERT, UPDATE and DELETE begin a statement or a WITH item, or follow a WITH list.
    private void refuseUnlessFirst() throws Unsure {
        boolean first =
                at == 0
                        || tokens.get(at - 1).symbol("(")
                        || (with.any() && tokens.get(at - 1).symbol(")"));
        if (!first || (frame().from && frames.size() > 1)) {
            throw new Unsure("a change stands where none can");
        }
    }

    private void with() throws Unsure {
        if (!with.begins(at)) {
            return;
        }
        ScanFrame frame = frame();
        if (frame.expect && at > 0 && tokens.get(at - 1).symbol("(")) {
            frame.from = false;
            frame.expect = false;
        }
        refuseWhereRelationIsDue();
        with.read(at);
    }
}
