package org.affidavit.gateway.policy;

import java.util.HashSet;
import java.util.Set;
import org.affidavit.gateway.policy.SqlFacts.Naming;
import org.affidavit.gateway.policy.SqlFacts.PossibleCode;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;

/// The functions and operators that a target has, as far as they change what a statement means.
/// Names are as the catalog has them.
///
/// @param ofRows built-in functions that can be called with one row
/// @param ofValues built-in functions that can be called with one value
/// @param own functions that are not built in and that nothing vouches for
/// @param operators operators of that kind
/// @param types types that values may not be cast to, or checked for, without such a function:
///   their names, their OIDs and those of their arrays
public record TargetCode(
        Set<String> ofRows,
        Set<String> ofValues,
        Set<String> own,
        Set<String> operators,
        Set<String> types) {
    /// A target with nothing but what PostgreSQL builds in and calls by parentheses.
    public static final TargetCode NONE =
            new TargetCode(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    public TargetCode {
        ofRows = Set.copyOf(ofRows);
        ofValues = Set.copyOf(ofValues);
        own = Set.copyOf(own);
        operators = Set.copyOf(operators);
        types = Set.copyOf(types);
    }

    /// What a text does at this target: never less than the facts say, often more.
    public SqlFacts at(SqlFacts facts) {
        return new SqlFacts(facts.statements().stream().map(this::at).toList());
    }

    private StatementFacts at(StatementFacts statement) {
        var unknown = new HashSet<String>();
        PossibleCode code = statement.code();
        for (String attribute : code.attributes()) {
            if (own.contains(attribute)
                    || ofRows.contains(attribute)
                    || (code.ofValues().contains(attribute) && ofValues.contains(attribute))) {
                unknown.add(attribute);
            }
        }
        // The same name elsewhere in the search path may be meant.
        statement.functions().stream()
                .filter(name -> own.contains(bare(name)))
                .forEach(unknown::add);
        boolean calls =
                code.operators().stream().anyMatch(operators::contains)
                        || code.types().stream().anyMatch(this::calls);
        StatementFacts known = unknown.isEmpty() && !calls ? statement : statement.calling(unknown);
        return known.naming().filter(naming -> naming.query().isPresent()).isEmpty()
                ? known
                : known.naming(at(known.naming().orElseThrow()));
    }

    /// The same of a statement with parameters that a client declares to be of a type.
    ///
    /// @param oid of the type
    public SqlFacts declared(SqlFacts facts, long oid) {
        return types.contains(String.valueOf(oid))
                ? new SqlFacts(
                        facts.statements().stream().map(each -> each.calling(Set.of())).toList())
                : facts;
    }

    /// The type of arrays has a name of its own, with an underscore before it.
    private boolean calls(String type) {
        return types.contains(type) || types.contains(type.replaceFirst("^_+", ""));
    }

    private Naming at(Naming naming) {
        return new Naming(naming.kind(), naming.name(), naming.query().map(this::at));
    }

    private static String bare(String name) {
        return name.startsWith("pg_catalog.") ? "" : name.substring(name.lastIndexOf('.') + 1);
    }
}
