package io.aisml.fetcher.aistore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An unencrypted private key in PEM: PKCS#8, or PKCS#1 for RSA, which the JDK does not read. */
final class PemKey {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]*)-----END");

  // INTEGER 0 and SEQUENCE { OID rsaEncryption, NULL }: the head of a PKCS#8 key (RFC 5208).
  private static final byte[] RSA_HEAD =
      HexFormat.of().parseHex("020100" + "300d06092a864886f70d0101010500");

  private PemKey() {}

  /**
   * @throws IOException naming the file and how to convert the key
   */
  static PrivateKey read(Path file) throws IOException {
    Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!pem.find()) {
      throw new IOException(file + " holds no PEM private key");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
      return switch (pem.group(1)) {
        case "PRIVATE KEY" -> pkcs8(der);
        case "RSA PRIVATE KEY" -> pkcs8(wrapRsa(der));
        default -> throw new InvalidKeySpecException(pem.group(1) + " is not supported");
      };
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          file
              + " is no usable private key: "
              + e.getMessage()
              + "; convert it with: openssl pkcs8 -topk8 -nocrypt -in "
              + file,
          e);
    }
  }

  private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
    InvalidKeySpecException failure = new InvalidKeySpecException("neither RSA, EC nor EdDSA");
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException | NoSuchAlgorithmException e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  private static byte[] wrapRsa(byte[] pkcs1) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(RSA_HEAD);
    element(content, 0x04, pkcs1);
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    element(key, 0x30, content.toByteArray());
    return key.toByteArray();
  }

  /** Writes tag, length (two bytes of it, enough for any key) and content in DER. */
  private static void element(ByteArrayOutputStream out, int tag, byte[] content) {
    out.write(tag);
    out.write(0x82);
    out.write(content.length >> 8);
    out.write(content.length);
    out.writeBytes(content);
  }
}
