package org.affidavit.sessionlog.encode;

import java.util.ArrayList;
import java.util.List;
import org.affidavit.sessionlog.event.Agent;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent.MaskedColumn;

/// The objects that events carry.
final class ValueCodec {
    private ValueCodec() {}

    static Fields principal(Principal principal) {
        return new Fields()
                .put("iss", principal.issuer())
                .put("sub", principal.subject())
                .put("name", principal.name())
                .put("owner", principal.owner())
                .put("groups", principal.groups());
    }

    static Principal principal(FieldsIn in) throws Malformed {
        var principal =
                new Principal(
                        in.text("iss"),
                        in.text("sub"),
                        in.text("name"),
                        in.text("owner"),
                        in.texts("groups"));
        in.done();
        return principal;
    }

    /// Written without its name, always: whoever writes takes [AgentDisclosures] for it first.
    static Fields agent(Agent agent) throws Malformed {
        return switch (agent) {
            case Agent.Named _ -> throw new Malformed("the name of an agent in clear");
            case Agent.Withheld it ->
                    new Fields()
                            .put("_sd", it.digests())
                            .put("groups", it.groups())
                            .put("iss", it.issuer());
        };
    }

    static Agent agent(FieldsIn in) throws Malformed {
        var agent =
                new Agent.Withheld(in.text("iss"), in.texts("groups"), digests(in.texts("_sd")));
        in.done();
        return agent;
    }

    private static List<String> digests(List<String> texts) throws Malformed {
        String before = "";
        for (String text : texts) {
            if (text.compareTo(before) <= 0 || !AgentDisclosures.isDigest(text)) {
                throw new Malformed("_sd is not a sorted list of digests");
            }
            before = text;
        }
        if (texts.size() != AgentDisclosures.COUNT) {
            throw new Malformed("_sd does not have " + AgentDisclosures.COUNT + " digests");
        }
        return texts;
    }

    static Fields resource(Resource resource) {
        return new Fields().put("name", resource.name()).put("kind", resource.kind());
    }

    static Resource resource(FieldsIn in) throws Malformed {
        var resource = new Resource(in.text("name"), in.text("kind"));
        in.done();
        return resource;
    }

    static Fields facts(CommandFacts facts) {
        return new Fields()
                .put("kind", facts.kind())
                .put("verbs", facts.verbs())
                .put("objects", facts.objects());
    }

    static CommandFacts facts(FieldsIn in) throws Malformed {
        var facts = new CommandFacts(in.text("kind"), in.texts("verbs"), in.texts("objects"));
        in.done();
        return facts;
    }

    static Fields rule(RuleRef rule) {
        return new Fields().put("id", rule.id()).put("place", rule.place());
    }

    static RuleRef rule(FieldsIn in) throws Malformed {
        var rule = new RuleRef(in.text("id"), in.text("place"));
        in.done();
        return rule;
    }

    static List<?> masked(List<MaskedColumn> columns) {
        var list = new ArrayList<Object>();
        for (MaskedColumn column : columns) {
            var fields =
                    new Fields()
                            .put("column", column.column())
                            .put("rule", column.rule())
                            .put("cells", column.cells());
            if (!column.origin().isEmpty()) {
                fields.put("origin", column.origin());
            }
            list.add(fields.map());
        }
        return list;
    }

    static List<MaskedColumn> masked(Iterable<FieldsIn> objects) throws Malformed {
        var columns = new ArrayList<MaskedColumn>();
        for (FieldsIn in : objects) {
            columns.add(
                    new MaskedColumn(
                            in.text("column"),
                            in.text("rule"),
                            in.wideNumber("cells"),
                            in.textOrEmpty("origin")));
            in.done();
        }
        return columns;
    }
}
