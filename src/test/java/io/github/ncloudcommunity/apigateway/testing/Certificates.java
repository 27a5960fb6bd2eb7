package io.github.ncloudcommunity.apigateway.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate authority that lives as long as the tests: the JDK makes keys but no certificates.
 * The certificates are written in DER, as RFC 5280 says, with dates so far away that it does not
 * matter when a test runs.
 */
public final class Certificates {

  private static final byte[] ECDSA_WITH_SHA256 =
      sequence(bytes(0x06, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  private static final byte[] COMMON_NAME = bytes(0x06, 0x55, 0x04, 0x03);
  private static final byte[] BASIC_CONSTRAINTS = bytes(0x06, 0x55, 0x1d, 0x13);
  private static final byte[] SUBJECT_ALT_NAME = bytes(0x06, 0x55, 0x1d, 0x11);
  private static final byte[] TRUE = bytes(0x01, 0xff);

  private static final String LONG_AGO = "20000101000000Z";
  private static final String NOT_LONG_AFTER = "20010101000000Z";
  private static final String NOT_SOON = "29990101000000Z";
  private static final String THE_END = "29991231235959Z";

  private final String name;
  private final KeyPair keys = keys();
  private final X509Certificate certificate;

  /** Makes an authority. */
  public Certificates(String name) {
    this.name = name;
    byte[] isAuthority = extension(BASIC_CONSTRAINTS, sequence(TRUE));
    certificate = issue(name, keys, LONG_AGO, THE_END, isAuthority);
  }

  /** A store to trust this authority by. */
  public KeyStore trust() {
    try {
      KeyStore store = empty();
      store.setCertificateEntry("authority", certificate);
      return store;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a server at 127.0.0.1 shows. */
  public SSLContext forLoopback() {
    return server(LONG_AGO, THE_END, der(0x87, new byte[] {127, 0, 0, 1}));
  }

  /** What a server shows that is meant for another host. */
  public SSLContext forAnotherHost() {
    byte[] host = "gateway.test".getBytes(StandardCharsets.US_ASCII);
    return server(LONG_AGO, THE_END, der(0x82, host));
  }

  /** What a server at 127.0.0.1 shows whose administrator is asleep. */
  public SSLContext expired() {
    return server(LONG_AGO, NOT_LONG_AFTER, der(0x87, new byte[] {127, 0, 0, 1}));
  }

  /** What a server at 127.0.0.1 shows whose clock is ahead. */
  public SSLContext notYetValid() {
    return server(NOT_SOON, THE_END, der(0x87, new byte[] {127, 0, 0, 1}));
  }

  private SSLContext server(String notBefore, String notAfter, byte[] alternativeName) {
    KeyPair own = keys();
    byte[] names = extension(SUBJECT_ALT_NAME, sequence(alternativeName));
    X509Certificate shown = issue("server", own, notBefore, notAfter, names);
    try {
      KeyStore store = empty();
      store.setKeyEntry(
          "server", own.getPrivate(), new char[0], new Certificate[] {shown, certificate});
      KeyManagerFactory keyManagers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keyManagers.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate issue(
      String subject, KeyPair subjectKeys, String notBefore, String notAfter, byte[] extension) {
    byte[] content =
        sequence(
            der(0xa0, der(0x02, new byte[] {2})),
            der(0x02, new BigInteger(64, new SecureRandom()).toByteArray()),
            ECDSA_WITH_SHA256,
            name(name),
            sequence(time(notBefore), time(notAfter)),
            name(subject),
            subjectKeys.getPublic().getEncoded(),
            der(0xa3, sequence(extension)));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(content);
      byte[] signed =
          sequence(content, ECDSA_WITH_SHA256, der(0x03, join(new byte[1], signature.sign())));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(signed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] name(String commonName) {
    byte[] text = der(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
    return sequence(der(0x31, sequence(COMMON_NAME, text)));
  }

  private static byte[] time(String generalizedTime) {
    // RFC 5280: two digits of the year up to 2049.
    boolean late = generalizedTime.compareTo("2050") >= 0;
    String text = late ? generalizedTime : generalizedTime.substring(2);
    return der(late ? 0x18 : 0x17, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] extension(byte[] id, byte[] value) {
    return sequence(id, TRUE, der(0x04, value));
  }

  private static byte[] sequence(byte[]... parts) {
    return der(0x30, parts);
  }

  /** A value that needs no more than a tag and what is in it. */
  private static byte[] bytes(int tag, int... content) {
    byte[] octets = new byte[content.length];
    for (int i = 0; i < content.length; i++) {
      octets[i] = (byte) content[i];
    }
    return der(tag, octets);
  }

  private static byte[] der(int tag, byte[]... parts) {
    byte[] content = join(parts);
    byte[] length =
        content.length < 0x80
            ? new byte[] {(byte) content.length}
            : new byte[] {(byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
    if (content.length >= 0x80 && content.length < 0x100) {
      length = new byte[] {(byte) 0x81, (byte) content.length};
    }
    return join(new byte[] {(byte) tag}, length, content);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    List.of(parts).forEach(joined::writeBytes);
    return joined.toByteArray();
  }
}
