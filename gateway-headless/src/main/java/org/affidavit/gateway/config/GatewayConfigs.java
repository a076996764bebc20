package org.affidavit.gateway.config;

import java.nio.file.Path;

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

    /// Checks text that is at hand already.
    ///
    /// @throws ConfigInvalid with every problem found
    public static GatewayConfig read(SourceFile source) throws ConfigInvalid {
        return new ConfigReader(YamlDocument.read(source, SCHEMA)).read();
    }
}
