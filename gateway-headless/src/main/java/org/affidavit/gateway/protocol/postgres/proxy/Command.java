package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.affidavit.gateway.policy.SqlFacts;
import org.affidavit.gateway.policy.Verdict;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.WireFrame;

/// One command of a batch, as policy and the record see it.
///
/// @param number in its session, from 1
/// @param kind `query`, `execute`, `prepare` or `function-call`
/// @param portal what an `execute` runs
/// @param frames the exact bytes asked: its own messages, and before them the Parse and Bind of
///   what it runs if they were sent earlier
/// @param response gathers what is delivered
record Command(
        int number,
        Kind kind,
        String sql,
        SqlFacts facts,
        Optional<Names.Portal> portal,
        List<WireFrame> frames,
        Response response) {
    Command {
        frames = List.copyOf(frames);
    }

    /// Preparing does nothing of what the statement would do.
    CommandFacts leafFacts() {
        var verbs = new TreeSet<String>();
        var objects = new TreeSet<String>();
        boolean prepares = kind == Kind.PREPARE;
        if (prepares) {
            verbs.add("PREPARE");
        }
        if (facts.opaque()) {
            verbs.add("OPAQUE");
        }
        for (SqlFacts.StatementFacts statement : facts.statements()) {
            verbs.addAll(prepares ? Set.of() : statement.verbs());
            objects.addAll(statement.reads());
            objects.addAll(statement.writes());
        }
        return new CommandFacts(kind.text, List.copyOf(verbs), List.copyOf(objects));
    }

    /// Preparing has no effect, so what must be approved is approved when it is executed.
    boolean mustWait(Verdict verdict) {
        return verdict instanceof Verdict.Hold
                && kind != Kind.PREPARE
                && portal.flatMap(Names.Portal::approval).isEmpty();
    }

    /// The sorts of command.
    enum Kind {
        QUERY("query"),
        EXECUTE("execute"),
        PREPARE("prepare"),
        FUNCTION_CALL("function-call");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }
}
