package org.affidavit.sessionlog.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.affidavit.sessionlog.LogFailure;

/// Makes the key pair of somebody who may read what is recorded.
public final class ReaderKey {
    private static final int ID_CHARACTERS_MAX = 100;

    private ReaderKey() {}

    /// Writes a new pair as two JWKs. Never overwrites.
    ///
    /// @param id what the key is called wherever something is sealed for it
    /// @param privateKey for the reader; readable by the owner only
    /// @param publicKey for the gateway's configuration
    public static void create(String id, Path privateKey, Path publicKey) throws LogFailure {
        if (id.isBlank()
                || id.length() > ID_CHARACTERS_MAX
                || !id.chars().allMatch(c -> c >= ' ')) {
            throw new LogFailure("A reader's key is called by a short name, such as auditor-2027.");
        }
        try {
            if (Files.exists(publicKey)) {
                throw new FileAlreadyExistsException(publicKey.toString());
            }
            var key =
                    new ECKeyGenerator(Curve.P_256).keyID(id).keyUse(KeyUse.ENCRYPTION).generate();
            write(privateKey, key.toJSONString() + "\n", "rw-------");
            write(publicKey, key.toPublicJWK().toJSONString() + "\n", "rw-r--r--");
        } catch (FileAlreadyExistsException e) {
            throw new LogFailure(
                    "A key already lies at "
                            + e.getMessage()
                            + ". It is never replaced, because what was sealed for it could no"
                            + " longer be read; choose another file.",
                    e);
        } catch (IOException | JOSEException e) {
            throw new LogFailure("No reader's key could be written to " + privateKey + ".", e);
        }
    }

    private static void write(Path file, String text, String permissions) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes =
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString(permissions))
                        }
                        : new FileAttribute<?>[0];
        try (var channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        attributes)) {
            var bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
