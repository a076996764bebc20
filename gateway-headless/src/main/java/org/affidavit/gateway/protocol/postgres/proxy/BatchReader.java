package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.affidavit.gateway.policy.Parameters;
import org.affidavit.gateway.policy.SqlFacts;
import org.affidavit.gateway.policy.SqlReader;
import org.affidavit.gateway.policy.TargetCode;
import org.affidavit.gateway.protocol.postgres.proxy.Names.Portal;
import org.affidavit.gateway.protocol.postgres.proxy.Names.Prepared;
import org.affidavit.gateway.protocol.postgres.wire.ErrorFields;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.protocol.postgres.wire.FrontendMessage;
import org.affidavit.gateway.protocol.postgres.wire.FrontendMessage.Target;
import org.affidavit.gateway.protocol.postgres.wire.ParameterTypes;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;
import org.jspecify.annotations.Nullable;

/// Finds the commands in a batch. Used once.
final class BatchReader {
    /// Verbs that may give a statement or portal name another meaning at the target.
    private static final Set<String> REBINDING =
            Set.of("PREPARE", "DEALLOCATE", "DISCARD", "DECLARE", "CLOSE", "DO", "CALL");

    /// Verbs and functions that may change how the target reads the text that follows.
    private static final Set<String> RESETTING = Set.of("SET", "RESET", "DISCARD", "DO", "CALL");

    private static final Set<String> RESETTERS = Set.of("set_config", "pg_catalog.set_config");

    private final SqlReader sql;
    private final TargetCode code;
    private final PostgresLimits limits;
    private final IntSupplier numbers;
    private final Names.Draft names;
    private final List<Frame> frames;
    private final List<FrontendMessage> messages = new ArrayList<>();
    private final List<Optional<Portal>> portals = new ArrayList<>();
    private final List<Prepared> parsed = new ArrayList<>();
    private final @Nullable Draft[] owners;
    private final List<Draft> drafts = new ArrayList<>();
    private Optional<ErrorFields> problem = Optional.empty();

    BatchReader(
            SqlReader sql,
            TargetCode code,
            PostgresLimits limits,
            IntSupplier numbers,
            Names names,
            List<Frame> frames) {
        this.sql = sql;
        this.code = code;
        this.limits = limits;
        this.numbers = numbers;
        this.names = names.draft();
        this.frames = frames;
        this.owners = new Draft[frames.size()];
    }

    /// @throws org.affidavit.gateway.protocol.postgres.wire.ProtocolViolation if a message is
    ///   malformed or cannot come here
    Batch read() {
        for (Frame frame : frames) {
            FrontendMessage message = FrontendMessage.read(frame, limits.parametersMax());
            messages.add(message);
            portals.add(Optional.empty());
            parsed.add(NOTHING);
            take(messages.size() - 1, message);
        }
        prepareTheRest();
        leaveTheRest();
        return build();
    }

    private void take(int at, FrontendMessage message) {
        switch (message) {
            case FrontendMessage.Query(var text) -> query(at, text);
            case FrontendMessage.Parse parse -> parse(at, parse);
            case FrontendMessage.Bind bind -> bind(at, bind);
            case FrontendMessage.Describe(var target, var name) -> describe(at, target, name);
            case FrontendMessage.Execute(var name, _) -> execute(at, name);
            case FrontendMessage.Close(var target, var name) -> {
                if (target == Target.STATEMENT) {
                    names.closeStatement(name);
                } else {
                    names.closePortal(name);
                }
            }
            case FrontendMessage.FunctionCall(int function) ->
                    own(
                            at,
                            new Draft(
                                    Command.Kind.FUNCTION_CALL,
                                    LargeObjectCalls.text(function),
                                    LargeObjectCalls.facts(function),
                                    Optional.empty()),
                            NOTHING);
            case FrontendMessage.Flush _, FrontendMessage.Sync _, FrontendMessage.Terminate _ -> {}
        }
    }

    private void query(int at, String text) {
        checkReading(text);
        SqlFacts facts = names.run(sql.read(text));
        own(at, new Draft(Command.Kind.QUERY, text, facts, Optional.empty()), NOTHING);
        names.closeStatement("");
        names.closePortal("");
        forgetIfRebound(facts);
    }

    /// The target would refuse a name that exists, and the gateway would believe the new text.
    private void parse(int at, FrontendMessage.Parse parse) {
        if (!parse.statement().isEmpty() && names.statement(parse.statement()).isPresent()) {
            problem("42P05", "A prepared statement of this name exists already");
            return;
        }
        if (names.statementCount() >= limits.statementsMax()) {
            problem(
                    "54000",
                    "Too many prepared statements: the limit is " + limits.statementsMax());
            return;
        }
        checkReading(parse.sql());
        byte[] message = frames.get(at).copyBytes();
        var prepared = new Prepared(parse.sql(), declared(parse.sql(), message), message);
        parsed.set(at, prepared);
        names.prepare(parse.statement(), prepared);
        checkBytes();
    }

    /// What the target makes of values of the types that a client declares is code, too.
    private SqlFacts declared(String text, byte[] message) {
        SqlFacts facts = sql.read(text);
        if (!code.types().isEmpty()) {
            for (long oid : ParameterTypes.declared(message).told().toArray()) {
                facts = code.declared(facts, oid);
            }
        }
        return facts;
    }

    private void bind(int at, FrontendMessage.Bind bind) {
        if (!bind.portal().isEmpty() && names.portal(bind.portal()).isPresent()) {
            problem("42P03", "A portal of this name exists already");
            return;
        }
        if (names.portalCount() >= limits.statementsMax()) {
            problem("54000", "Too many portals: the limit is " + limits.statementsMax());
            return;
        }
        names.statement(bind.statement())
                .ifPresentOrElse(
                        statement -> {
                            var portal = new Portal(statement, frames.get(at).copyBytes());
                            portals.set(at, Optional.of(portal));
                            names.bind(bind.portal(), portal);
                            checkBytes();
                        },
                        () ->
                                problem(
                                        "26000",
                                        "The gateway knows no prepared statement of this name"));
    }

    private void checkBytes() {
        if (names.bytes() > limits.statementBytesMax()) {
            problem(
                    "54000",
                    "Prepared statements and portals keep too much text: the limit is "
                            + limits.statementBytesMax()
                            + " bytes; close those that are not needed");
        }
    }

    private void describe(int at, Target target, String name) {
        if (target == Target.STATEMENT) {
            // By the time of the answer the name may be another statement's.
            portals.set(at, names.statement(name).map(Portal::unbound));
            if (portals.get(at).isEmpty()) {
                problem("26000", "The gateway knows no prepared statement of this name");
            }
            return;
        }
        portals.set(at, names.portal(name));
        if (portals.get(at).isEmpty()) {
            problem("34000", "The gateway knows no portal of this name");
        }
    }

    private void execute(int at, String name) {
        Optional<Portal> portal = names.portal(name);
        portals.set(at, portal);
        if (portal.isEmpty()) {
            problem("34000", "The gateway knows no portal of this name");
            own(
                    at,
                    new Draft(
                            Command.Kind.EXECUTE,
                            "",
                            SqlFacts.refused("an unknown portal"),
                            Optional.empty()),
                    NOTHING);
            return;
        }
        Prepared statement = portal.get().statement();
        SqlFacts facts = names.run(statement.facts().bound(portal.get().values()));
        own(at, new Draft(Command.Kind.EXECUTE, statement.sql(), facts, portal), statement);
        forgetIfRebound(facts);
    }

    private void forgetIfRebound(SqlFacts facts) {
        if (facts.opaque() || does(facts, REBINDING, Set.of())) {
            names.forgetAll();
        }
        if (facts.opaque() || does(facts, RESETTING, RESETTERS)) {
            names.readingMayChange();
        }
    }

    private static boolean does(SqlFacts facts, Set<String> verbs, Set<String> functions) {
        return facts.statements().stream()
                .anyMatch(one ->
                        one.verbs().stream().anyMatch(verbs::contains)
                                || one.functions().stream().anyMatch(functions::contains));
    }

    /// ASCII without backslashes reads the same in every encoding and string syntax that a target
    /// may have been set to. Other text might be read there in another way than here.
    private void checkReading(String text) {
        boolean plain = text.chars().allMatch(c -> c < 0x80 && c != '\\');
        if (names.readingUncertain() && !plain) {
            problem(
                    "0A000",
                    "Text with backslashes or beyond ASCII cannot follow a change of settings in"
                            + " one series: send Sync first");
        }
    }

    /// Gives a command every message so far that no other has, except what prepares or binds for
    /// others: preparations are judged on their own, and values go with what runs with them.
    private void own(int at, Draft draft, Prepared statement) {
        drafts.add(draft);
        for (int i = 0; i <= at; i++) {
            Prepared made = parsed.get(i);
            boolean binds = messages.get(i) instanceof FrontendMessage.Bind;
            boolean forOthers = binds && !portals.get(i).equals(draft.portal);
            if (owners[i] == null && !forOthers && (made == NOTHING || made == statement)) {
                owners[i] = draft;
                draft.parses |= made != NOTHING;
                draft.binds |= binds;
            }
        }
    }

    private void prepareTheRest() {
        for (int i = 0; i < owners.length; i++) {
            Prepared made = parsed.get(i);
            if (owners[i] == null && made != NOTHING) {
                var draft =
                        new Draft(
                                Command.Kind.PREPARE,
                                made.sql(),
                                names.lookUp(made.facts().bound(Parameters.LATER)),
                                Optional.empty());
                drafts.add(draft);
                owners[i] = draft;
            }
        }
    }

    /// What comes after the last command, such as Sync, goes with it.
    private void leaveTheRest() {
        if (problem.isPresent() && drafts.isEmpty()) {
            drafts.add(
                    new Draft(
                            Command.Kind.PREPARE,
                            "",
                            SqlFacts.refused("an unknown name"),
                            Optional.empty()));
        }
        if (!drafts.isEmpty()) {
            for (int i = 0; i < owners.length; i++) {
                if (owners[i] == null) {
                    owners[i] = drafts.getLast();
                }
            }
        }
    }

    private Batch build() {
        List<Command> commands = drafts.stream().map(this::command).toList();
        List<Batch.Step> steps =
                IntStream.range(0, frames.size())
                        .mapToObj(i ->
                                new Batch.Step(
                                        frames.get(i),
                                        messages.get(i),
                                        Optional.ofNullable(owners[i])
                                                .map(owner -> commands.get(drafts.indexOf(owner))),
                                        portals.get(i)))
                        .toList();
        return new Batch(steps, commands, names, ending(), problem);
    }

    private Command command(Draft draft) {
        List<WireFrame> own = new ArrayList<>(sentBefore(draft));
        for (int i = 0; i < owners.length; i++) {
            if (owners[i] == draft) {
                own.add(asked(frames.get(i).copyBytes()));
            }
        }
        return new Command(
                numbers.getAsInt(),
                draft.kind,
                draft.sql,
                draft.facts,
                draft.portal,
                own,
                new Response());
    }

    /// What runs and with which values is in a command's own record and under its approval, however
    /// early the agent sent it.
    private static List<WireFrame> sentBefore(Draft draft) {
        var before = new ArrayList<WireFrame>();
        draft.portal.ifPresent(portal -> {
            if (!draft.parses) {
                before.add(asked(portal.statement().message()));
            }
            if (!draft.binds) {
                before.add(asked(portal.message()));
            }
        });
        return before;
    }

    private static WireFrame asked(byte[] bytes) {
        return new WireFrame(Direction.FROM_AGENT, 0, bytes);
    }

    private Batch.Ending ending() {
        return switch (messages.getLast()) {
            case FrontendMessage.Query _, FrontendMessage.FunctionCall _ -> Batch.Ending.QUERY;
            case FrontendMessage.Sync _ -> Batch.Ending.SYNC;
            default -> Batch.Ending.FLUSH;
        };
    }

    private void problem(String sqlState, String message) {
        if (problem.isEmpty()) {
            problem = Optional.of(ErrorFields.of("ERROR", sqlState, message));
        }
    }

    private static final Prepared NOTHING = new Prepared("", SqlFacts.opaque(""), new byte[0]);

    /// A command being found.
    private static final class Draft {
        private final Command.Kind kind;
        private final String sql;
        private final SqlFacts facts;
        private final Optional<Portal> portal;

        // Whether the Parse and the Bind of what it runs are among its own messages.
        private boolean parses;
        private boolean binds;

        Draft(Command.Kind kind, String sql, SqlFacts facts, Optional<Portal> portal) {
            this.kind = kind;
            this.sql = sql;
            this.facts = facts;
            this.portal = portal;
        }
    }
}
