package org.affidavit.gateway.policy;

import java.util.List;

/// Names with dots.
final class Names {
    private Names() {}

    /// The name that starts at a token: `public.customers`. Parts that hold a dot or a quote keep
    /// their quotes, so that two different names never look alike.
    static String chain(List<SqlToken> tokens, int from) {
        StringBuilder name = new StringBuilder();
        int end = end(tokens, from);
        for (int i = from; i < end; i++) {
            SqlToken token = tokens.get(i);
            boolean ambiguous =
                    token.kind() == SqlToken.Kind.QUOTED
                            && (token.text().indexOf('.') >= 0 || token.text().indexOf('"') >= 0);
            name.append(ambiguous ? token.rendered() : token.text());
        }
        return name.toString();
    }

    /// The index behind the name that starts at a token.
    static int end(List<SqlToken> tokens, int from) {
        int at = from + 1;
        while (at + 1 < tokens.size() && tokens.get(at).symbol(".") && tokens.get(at + 1).names()) {
            at += 2;
        }
        return at;
    }
}
