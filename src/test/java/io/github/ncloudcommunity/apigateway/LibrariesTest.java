package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.core.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** .ci/compatibility tries the real libraries of many versions. */
class LibrariesTest {

  private final ClassLoader ours = Libraries.class.getClassLoader();

  private static Version jackson(int major, int minor, int patch) {
    return new Version(major, minor, patch, null, "com.fasterxml.jackson.core", "jackson-databind");
  }

  @Test
  void librariesOfThisBuildAreNewEnough() {
    assertThatNoException().isThrownBy(Libraries::check);
  }

  @ParameterizedTest
  @CsvSource({"2, 15, 0", "2, 15, 4", "2, 22, 4", "3, 0, 0"})
  void jacksonFrom215OnIsNewEnough(int major, int minor, int patch) {
    assertThatNoException().isThrownBy(() -> Libraries.check(jackson(major, minor, patch), ours));
  }

  @ParameterizedTest
  @CsvSource({"2, 14, 3", "2, 13, 5", "2, 9, 10"})
  void olderJacksonIsNamedWithItsVersionAndTheOneNeeded(int major, int minor, int patch) {
    assertThatIllegalStateException()
        .isThrownBy(() -> Libraries.check(jackson(major, minor, patch), ours))
        .withMessageStartingWith("Jackson (jackson-databind) " + major + "." + minor + "." + patch)
        .withMessageContaining("2.15 or newer");
  }

  @Test
  void olderHttpClientIsNamedWithTheVersionNeeded() {
    ClassLoader older =
        new ClassLoader(ours) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals("org.apache.hc.client5.http.config.ConnectionConfig")) {
              throw new ClassNotFoundException(name); // as in HttpClient 5.1
            }
            return super.loadClass(name, resolve);
          }
        };

    assertThatIllegalStateException()
        .isThrownBy(() -> Libraries.check(jackson(2, 15, 0), older))
        .withMessageStartingWith("Apache HttpClient (httpclient5)")
        .withMessageContaining("5.2 or newer");
  }
}
