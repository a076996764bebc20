package org.affidavit.gateway.config;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/// A file that cannot be used, with everything that is wrong in it at once.
public final class ConfigInvalid extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final transient List<ConfigProblem> problems;

    public ConfigInvalid(List<ConfigProblem> problems) {
        super(
                problems.stream().map(ConfigProblem::text).collect(Collectors.joining("\n\n")),
                null,
                false,
                false);
        this.problems = List.copyOf(problems);
    }

    /// What is wrong, in the order of the file.
    public List<ConfigProblem> problems() {
        return problems;
    }
}
