package org.affidavit.gateway.credential;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Credentials in files, each encrypted with AES-256-GCM under one sealing key.
///
/// A sealed file is JSON: `{"v":1,"alg":"A256GCM","iv":...,"ct":...}` (base64). The name of the
/// connection is authenticated with it, so that a sealed file put in another's place does not open.
public final class SealedCredentials {
    private static final int KEY_BYTES = 32;
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int FILE_BYTES_MAX = 64 * 1024;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path keyFile;
    private final SecureRandom random;

    /// @param keyFile the sealing key, made by [#createKey]
    public SealedCredentials(Path keyFile, SecureRandom random) {
        this.keyFile = keyFile;
        this.random = random;
    }

    /// Makes a sealing key, readable by the owner only. Never overwrites.
    public static void createKey(Path keyFile, SecureRandom random) throws IOException {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        try {
            Files.createFile(keyFile, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Files.write(keyFile, key, StandardOpenOption.SYNC);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /// Seals a secret for a connection.
    ///
    /// @return the content of the sealed file
    public byte[] seal(String connection, char[] secret) throws CredentialUnavailable {
        var iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        byte[] plain = utf8(secret);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, iv, connection);
            byte[] sealed = cipher.doFinal(plain);
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("v", 1);
            fields.put("alg", "A256GCM");
            fields.put("iv", Base64.getEncoder().encodeToString(iv));
            fields.put("ct", Base64.getEncoder().encodeToString(sealed));
            return JSON.writeValueAsBytes(fields);
        } catch (GeneralSecurityException e) {
            throw new CredentialUnavailable("The credential could not be sealed.");
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /// The bytes of a secret in an array of their own, so that they can be wiped.
    private static byte[] utf8(char[] secret) throws CredentialUnavailable {
        var encoder = StandardCharsets.UTF_8.newEncoder();
        ByteBuffer bytes =
                ByteBuffer.allocate((int) Math.ceil(secret.length * encoder.maxBytesPerChar()));
        CoderResult result = encoder.encode(CharBuffer.wrap(secret), bytes, true);
        byte[] exact = Arrays.copyOf(bytes.array(), bytes.position());
        Arrays.fill(bytes.array(), (byte) 0);
        if (result.isError()) {
            throw new CredentialUnavailable("The credential is not text.");
        }
        return exact;
    }

    /// Opens what was sealed for a connection.
    Secret open(String connection, Path file) throws CredentialUnavailable {
        byte[] opened = decrypt(file, connection);
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(opened));
            var secret = Arrays.copyOf(text.array(), text.limit());
            Arrays.fill(text.array(), '\0');
            return new Secret(secret);
        } catch (CharacterCodingException e) {
            throw unavailable(file, "it does not hold text");
        } finally {
            Arrays.fill(opened, (byte) 0);
        }
    }

    private byte[] decrypt(Path file, String connection) throws CredentialUnavailable {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw unavailable(file, "it is too large to be a sealed credential");
            }
            JsonNode fields = JSON.readTree(Files.readAllBytes(file));
            if (fields.path("v").asInt(0) != 1
                    || !fields.path("alg").asString("").equals("A256GCM")) {
                throw unavailable(file, "it is of a kind that this version does not know");
            }
            byte[] iv = Base64.getDecoder().decode(fields.path("iv").asString(""));
            byte[] sealed = Base64.getDecoder().decode(fields.path("ct").asString(""));
            return cipher(Cipher.DECRYPT_MODE, iv, connection).doFinal(sealed);
        } catch (IOException e) {
            throw unavailable(file, "it cannot be read");
        } catch (JacksonException | IllegalArgumentException e) {
            throw unavailable(file, "it is damaged");
        } catch (GeneralSecurityException e) {
            throw unavailable(
                    file, "it was altered, or sealed with another key or for another connection");
        }
    }

    private Cipher cipher(int mode, byte[] iv, String connection)
            throws CredentialUnavailable, GeneralSecurityException {
        byte[] key = readKey();
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
            cipher.updateAAD(
                    ("affidavit-credential-v1\n" + connection).getBytes(StandardCharsets.UTF_8));
            return cipher;
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /// A key for another purpose, which tells nothing of the sealing key: HMAC-SHA-256 under it.
    ///
    /// @return 32 bytes
    public byte[] derive(String purpose) throws CredentialUnavailable {
        byte[] key = readKey();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA-256", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private byte[] readKey() throws CredentialUnavailable {
        try {
            Set<PosixFilePermission> others =
                    EnumSet.copyOf(Files.getPosixFilePermissions(keyFile));
            others.removeIf(permission -> permission.name().startsWith("OWNER_"));
            if (!others.isEmpty()) {
                throw new CredentialUnavailable(
                        "The sealing key "
                                + keyFile
                                + " is open to others; no credential is used."
                                + " Run: chmod 600 "
                                + keyFile);
            }
            byte[] key = Files.readAllBytes(keyFile);
            if (key.length != KEY_BYTES) {
                throw new CredentialUnavailable(
                        "The sealing key "
                                + keyFile
                                + " has not 32 bytes, so no target can be opened."
                                + " Restore it, or make a new one and add the connections"
                                + " again.");
            }
            return key;
        } catch (IOException e) {
            throw new CredentialUnavailable(
                    "The sealing key "
                            + keyFile
                            + " cannot be read; no target can be opened."
                            + " Restore it, or make a new one and add the connections again.");
        }
    }

    private static CredentialUnavailable unavailable(Path file, String why) {
        return new CredentialUnavailable(
                "The sealed credential "
                        + file
                        + " cannot be used: "
                        + why
                        + ". Remove the connection from the configuration, then add it again with"
                        + " its credential: affidavit connection add");
    }
}
