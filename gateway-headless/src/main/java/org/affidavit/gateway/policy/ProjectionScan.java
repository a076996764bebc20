package org.affidavit.gateway.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.affidavit.gateway.policy.SqlFacts.Item;
import org.affidavit.gateway.policy.SqlFacts.Projection;
import org.affidavit.gateway.policy.SqlToken.Kind;

/// What the output columns of one plain SELECT may be made of. Says too much rather than too
/// little: every name inside an item counts as a column of it, and a word that is not understood as
/// a whole row.
final class ProjectionScan {
    private static final Set<String> LIST_ENDS =
            Set.of(
                    "from", "into", "where", "group", "having", "window", "order", "limit",
                    "offset", "fetch", "for");
    private static final Set<String> SET_OPERATIONS = Set.of("union", "intersect", "except");

    /// Words behind which such a word is a label, an attribute or part of an aggregate.
    private static final Set<String> NO_END_BEHIND = Set.of("as", "within");

    /// Reserved words whose meaning inside an output expression is known here.
    private static final Set<String> UNDERSTOOD =
            Set.of(
                    "and",
                    "or",
                    "not",
                    "null",
                    "true",
                    "false",
                    "case",
                    "when",
                    "then",
                    "else",
                    "end",
                    "is",
                    "isnull",
                    "notnull",
                    "distinct",
                    "from",
                    "for",
                    "in",
                    "like",
                    "ilike",
                    "similar",
                    "to",
                    "cast",
                    "as",
                    "array",
                    "both",
                    "leading",
                    "trailing",
                    "left",
                    "right",
                    "symmetric",
                    "asymmetric",
                    "current_date",
                    "current_time",
                    "current_timestamp",
                    "localtime",
                    "localtimestamp",
                    "current_user",
                    "session_user",
                    "user",
                    "current_role",
                    "current_catalog",
                    "collate");

    private ProjectionScan() {}

    static Projection of(List<SqlToken> tokens, QueryScan scan) {
        if (!tokens.getFirst().is("select") || !scan.plainFrom || scan.hasCtes()) {
            return Projection.UNKNOWN;
        }
        List<List<SqlToken>> lists = new ArrayList<>();
        if (!split(tokens, lists)) {
            return Projection.UNKNOWN;
        }
        List<Item> items = new ArrayList<>();
        for (List<SqlToken> list : lists) {
            if (list.isEmpty() || star(list)) {
                return Projection.UNKNOWN;
            }
            items.add(item(list, scan));
        }
        return new Projection(true, items);
    }

    /// Cuts the output list at its commas.
    ///
    /// @return false when the items are not the columns, or where they end is not certain
    private static boolean split(List<SqlToken> tokens, List<List<SqlToken>> lists) {
        int start = 1;
        if (tokens.size() > 1 && tokens.get(1).is("distinct")) {
            start = 2;
            if (tokens.size() > 2 && tokens.get(2).is("on")) {
                return false;
            }
        } else if (tokens.size() > 1 && tokens.get(1).is("all")) {
            start = 2;
        }
        int depth = 0;
        boolean inList = true;
        List<SqlToken> current = new ArrayList<>();
        for (int i = start; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (token.symbol("(") || token.symbol("[")) {
                depth++;
            } else if (token.symbol(")") || token.symbol("]")) {
                depth--;
            }
            boolean word = depth == 0 && token.kind() == Kind.WORD;
            if (word && SET_OPERATIONS.contains(token.text())) {
                return false;
            }
            if (inList && word && LIST_ENDS.contains(token.text()) && !distinctFrom(tokens, i)) {
                SqlToken before = tokens.get(i - 1);
                if (before.symbol(".")
                        || (before.kind() == Kind.WORD && NO_END_BEHIND.contains(before.text()))) {
                    return false;
                }
                inList = false;
            }
            if (inList && depth == 0 && token.symbol(",")) {
                lists.add(current);
                current = new ArrayList<>();
            } else if (inList) {
                current.add(token);
            }
        }
        lists.add(current);
        return true;
    }

    private static boolean distinctFrom(List<SqlToken> tokens, int at) {
        return tokens.get(at).is("from")
                && at >= 2
                && tokens.get(at - 1).is("distinct")
                && (tokens.get(at - 2).is("is") || tokens.get(at - 2).is("not"));
    }

    /// `*` or `t.*`: one item, many columns.
    private static boolean star(List<SqlToken> item) {
        return item.getLast().symbol("*");
    }

    private static Item item(List<SqlToken> written, QueryScan scan) {
        List<SqlToken> item = withoutAlias(written);
        Set<String> columns = new HashSet<>();
        boolean wholeRow = false;
        for (int i = 0; i < item.size(); i++) {
            SqlToken token = item.get(i);
            if (token.names()) {
                columns.add(token.text());
                boolean qualifies = i + 1 < item.size() && item.get(i + 1).symbol(".");
                boolean qualified = i > 0 && item.get(i - 1).symbol(".");
                wholeRow |= scan.rowNames.contains(token.text()) && (!qualifies || qualified);
                wholeRow |= token.is("select") || token.is("values") || token.is("operator");
                wholeRow |= Names.reserved(token) && !UNDERSTOOD.contains(token.text());
            } else if (token.symbol("*")) {
                wholeRow |= !product(item, i) && !counted(item, i);
            }
        }
        wholeRow |= callsUnknown(item);
        return new Item(columns, onlyCounts(item), wholeRow);
    }

    private static List<SqlToken> withoutAlias(List<SqlToken> item) {
        int size = item.size();
        boolean alias = size > 2 && item.get(size - 2).is("as") && item.get(size - 1).names();
        return alias ? item.subList(0, size - 2) : item;
    }

    /// A star between two operands.
    private static boolean product(List<SqlToken> item, int at) {
        if (at == 0 || at + 1 >= item.size()) {
            return false;
        }
        SqlToken before = item.get(at - 1);
        return before.kind() != Kind.SYMBOL || before.symbol(")") || before.symbol("]");
    }

    /// The star of `count(*)`.
    private static boolean counted(List<SqlToken> item, int at) {
        return at >= 2
                && at + 1 < item.size()
                && item.get(at - 1).symbol("(")
                && item.get(at - 2).is("count")
                && (at == 2 || !item.get(at - 3).symbol("."))
                && item.get(at + 1).symbol(")");
    }

    private static boolean callsUnknown(List<SqlToken> item) {
        for (int i = 1; i < item.size(); i++) {
            if (item.get(i).symbol("(")
                    && Calls.callee(item, i)
                            .filter(name -> !HarmlessFunctions.contains(name))
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }

    /// `count(...)` and nothing else, perhaps filtered or over a window.
    private static boolean onlyCounts(List<SqlToken> item) {
        if (item.size() < 4 || !item.get(0).is("count") || !item.get(1).symbol("(")) {
            return false;
        }
        int depth = 0;
        for (int i = 1; i < item.size(); i++) {
            if (item.get(i).symbol("(")) {
                depth++;
            } else if (item.get(i).symbol(")") && --depth == 0) {
                return i == item.size() - 1;
            }
        }
        return false;
    }
}
