package org.affidavit.gateway.policy;

import java.util.ArrayList;
import java.util.List;

/// Cuts a text into statements at its semicolons, but for those between `BEGIN ATOMIC` and the end
/// of a function's body. A cut in a wrong place leaves parts that PostgreSQL's grammar refuses.
final class Statements {
    private static final int STATEMENTS_MAX = 100;

    private final List<List<SqlToken>> found = new ArrayList<>();
    private List<SqlToken> current = new ArrayList<>();
    private int depth;
    private int inBody;

    private Statements() {}

    static List<List<SqlToken>> in(List<SqlToken> tokens) throws Unsure {
        var statements = new Statements();
        for (SqlToken token : tokens) {
            statements.take(token);
        }
        return statements.all();
    }

    private void take(SqlToken token) throws Unsure {
        if (token.symbol(";") && inBody == 0) {
            if (depth != 0) {
                throw new Unsure("a semicolon stands inside parentheses");
            }
            end();
            return;
        }
        if (token.symbol("(") || token.symbol("[")) {
            depth++;
        } else if (token.symbol(")") || token.symbol("]")) {
            depth--;
        } else if (beginsBody(token) || (inBody > 0 && token.is("case"))) {
            inBody++;
        } else if (inBody > 0 && token.is("end")) {
            inBody--;
        }
        current.add(token);
    }

    private boolean beginsBody(SqlToken token) {
        return token.is("atomic")
                && !current.isEmpty()
                && current.getLast().is("begin")
                && FunctionBody.isDefined(current);
    }

    private void end() {
        if (!current.isEmpty()) {
            found.add(current);
            current = new ArrayList<>();
        }
    }

    private List<List<SqlToken>> all() throws Unsure {
        if (depth != 0) {
            throw new Unsure("parentheses do not match");
        }
        end();
        if (found.size() > STATEMENTS_MAX) {
            throw new Unsure("it holds more than " + STATEMENTS_MAX + " statements");
        }
        return found;
    }
}
