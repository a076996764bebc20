package org.affidavit.gateway.config;

import java.nio.file.Path;
import java.util.List;

/// Reads the configuration file.
public final class GatewayConfigs {
    private static final DocumentSchema SCHEMA =
            DocumentSchema.load("affidavit-config.schema.json");

    private GatewayConfigs() {}

    /// Reads and checks a file. The files that it names are not opened.
    ///
    /// @throws ConfigInvalid with every problem found
    public static GatewayConfig read(Path file) throws ConfigInvalid {
        return read(SourceFile.read(file));
    }

    /// Looks at the files that a configuration names.
    ///
    /// @return what works and is still dangerous: private keys that are open to others
    /// @throws ConfigInvalid with every file that cannot be read
    public static List<ConfigProblem> checkFiles(Path file) throws ConfigInvalid {
        NamedFiles files = new NamedFiles(YamlDocument.read(SourceFile.read(file), SCHEMA));
        files.check();
        return files.open();
    }

    /// What is wrong with a setting, shown where it stands.
    ///
    /// @param pointer JSON pointer of the setting
    public static ConfigInvalid invalid(Path file, String pointer, String what, String instead)
            throws ConfigInvalid {
        YamlDocument document = YamlDocument.read(SourceFile.read(file), SCHEMA);
        return new ConfigInvalid(List.of(document.problem(pointer, what, instead)));
    }

    /// Checks text that is at hand already.
    ///
    /// @throws ConfigInvalid with every problem found
    public static GatewayConfig read(SourceFile source) throws ConfigInvalid {
        return new ConfigReader(YamlDocument.read(source, SCHEMA)).read();
    }
}
