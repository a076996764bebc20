package org.affidavit.gateway.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.affidavit.gateway.config.Spelling;

/// Compiles CEL conditions over typed facts, and bounds what they may cost.
final class ConditionCompiler {
    private static final CelOptions LIMITS =
            CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .maxExpressionCodePointSize(4_096)
                    .maxParseRecursionDepth(64)
                    .maxParseExpressionNodeCount(2_000)
                    .comprehensionMaxIterations(50_000)
                    .maxRegexProgramSize(2_000)
                    .build();

    /// A list of texts and nulls.
    static final String PARAMETERS = "statement.parameters";

    private static final CelType TEXTS = ListType.create(SimpleType.STRING);
    private static final List<String> LISTS =
            List.of("verbs", "reads", "writes", "functions", "settings", "assigns");

    /// How a resource is opened: `none`, `database` or `physical`.
    static final String REPLICATION = "connection.replication";

    private static final Map<String, CelType> CONNECT = connect();
    private static final Map<String, CelType> STATEMENT = statement();

    private final CelCompiler connect = compiler(CONNECT);
    private final CelCompiler statement = compiler(STATEMENT);
    private final CelRuntime runtime =
            CelRuntimeFactory.plannerRuntimeBuilder().setOptions(LIMITS).build();

    /// What is wrong with a condition.
    ///
    /// @param line within the condition, from 1
    /// @param column within the condition, from 1
    record Flaw(int line, int column, String what, String instead) {}

    /// Raised when a condition does not compile.
    static final class Uncompilable extends Exception {
        @java.io.Serial private static final long serialVersionUID = 1;

        private final transient List<Flaw> flaws;

        Uncompilable(List<Flaw> flaws) {
            super("A condition does not compile", null, false, false);
            this.flaws = List.copyOf(flaws);
        }

        List<Flaw> flaws() {
            return flaws;
        }
    }

    Condition compile(String text, boolean aboutConnecting) throws Uncompilable {
        try {
            CelCompiler compiler = aboutConnecting ? connect : statement;
            CelAbstractSyntaxTree tree = compiler.compile(text).getAst();
            return new Condition(runtime.createProgram(tree), facts(tree));
        } catch (CelValidationException e) {
            throw new Uncompilable(
                    e.getErrors().stream()
                            .map(issue -> flaw(text, issue, aboutConnecting))
                            .toList());
        } catch (CelEvaluationException e) {
            throw new Uncompilable(
                    List.of(new Flaw(1, 1, String.valueOf(e.getMessage()), "Simplify it.")));
        }
    }

    private static Set<String> facts(CelAbstractSyntaxTree tree) {
        return tree.getReferenceMap().values().stream()
                .map(CelReference::name)
                .collect(Collectors.toSet());
    }

    private static Flaw flaw(String text, CelIssue issue, boolean aboutConnecting) {
        int line = Math.max(1, issue.getSourceLocation().getLine());
        int column = Math.max(0, issue.getSourceLocation().getColumn()) + 1;
        Map<String, CelType> known = aboutConnecting ? CONNECT : STATEMENT;
        String message = issue.getMessage();
        if (!message.startsWith("undeclared reference to '")) {
            return new Flaw(line, column, invalid(message), facts(known));
        }
        String name = nameAt(text, line, column);
        if (name.startsWith("statement.") && aboutConnecting) {
            return new Flaw(
                    line,
                    column,
                    "There is no statement yet when a resource is opened.",
                    facts(known));
        }
        String meant =
                Spelling.nearest(name, known.keySet())
                        .map(word -> "Did you mean `" + word + "`? ")
                        .orElse("");
        return new Flaw(line, column, "`" + name + "` is not a fact.", meant + facts(known));
    }

    /// The parser lists every token that it knows, which helps nobody.
    private static String invalid(String message) {
        if (message.contains("'<EOF>'") && message.contains("expecting")) {
            return "The condition ends too early.";
        }
        if (message.contains("token recognition error at: '='")
                || message.contains("token recognition error at: '= '")) {
            return "The condition is not valid CEL: `=` compares nothing. Write `==`.";
        }
        String brief =
                message.replaceFirst(" ?\\(candidates: .*", "")
                        .replaceFirst(" expecting \\{.*", "");
        return "The condition is not valid CEL: " + brief + ".";
    }

    private static String facts(Map<String, CelType> known) {
        return "Facts: " + String.join(", ", known.keySet()) + ".";
    }

    private static String nameAt(String text, int line, int column) {
        String[] lines = text.split("\n", -1);
        if (line > lines.length) {
            return "";
        }
        String row = lines[line - 1];
        int start = Math.min(column - 1, row.length());
        int end = start;
        while (end < row.length()
                && (Character.isLetterOrDigit(row.charAt(end))
                        || row.charAt(end) == '_'
                        || row.charAt(end) == '.')) {
            end++;
        }
        return row.substring(start, end);
    }

    private static CelCompiler compiler(Map<String, CelType> variables) {
        CelCompilerBuilder builder =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setOptions(LIMITS)
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .setResultType(SimpleType.BOOL);
        variables.forEach(builder::addVar);
        return builder.build();
    }

    private static Map<String, CelType> common() {
        Map<String, CelType> variables = new LinkedHashMap<>();
        variables.put("principal.name", SimpleType.STRING);
        variables.put("principal.subject", SimpleType.STRING);
        variables.put("principal.issuer", SimpleType.STRING);
        variables.put("principal.owner", SimpleType.STRING);
        variables.put("principal.groups", TEXTS);
        variables.put("resource.name", SimpleType.STRING);
        variables.put("resource.kind", SimpleType.STRING);
        variables.put("now", SimpleType.TIMESTAMP);
        return variables;
    }

    private static Map<String, CelType> connect() {
        Map<String, CelType> variables = new LinkedHashMap<>(common());
        variables.put(REPLICATION, SimpleType.STRING);
        return variables;
    }

    private static Map<String, CelType> statement() {
        Map<String, CelType> variables = new LinkedHashMap<>(common());
        for (String list : LISTS) {
            variables.put("statement." + list, TEXTS);
        }
        variables.put(PARAMETERS, ListType.create(NullableType.create(SimpleType.STRING)));
        for (String bool :
                List.of("has_where", "has_limit", "read_only", "security_definer", "opaque")) {
            variables.put("statement." + bool, SimpleType.BOOL);
        }
        return variables;
    }
}
