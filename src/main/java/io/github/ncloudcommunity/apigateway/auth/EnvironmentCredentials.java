package io.github.ncloudcommunity.apigateway.auth;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Credentials from environment variables, with the names and the order of NAVER Cloud's Java SDK.
 * The environment of a process never changes, so this class caches what it found.
 */
final class EnvironmentCredentials implements CredentialsSource {

  private static final List<String> ACCESS_KEY =
      List.of("NCLOUD_ACCESS_KEY_ID", "NCLOUD_ACCESS_KEY");
  private static final List<String> SECRET_KEY =
      List.of("NCLOUD_SECRET_KEY", "NCLOUD_SECRET_ACCESS_KEY");

  private final Function<String, @Nullable String> environment;
  private volatile @Nullable Answer found;

  /**
   * @param environment returns the value of a variable, or null
   */
  EnvironmentCredentials(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  @Override
  public String name() {
    return "environment";
  }

  @Override
  public @Nullable Answer known() {
    return found;
  }

  @Override
  public Answer look() {
    Answer before = found;
    if (before != null) {
      return before;
    }
    String accessKeyName = firstSet(ACCESS_KEY);
    String secretKeyName = firstSet(SECRET_KEY);
    if (accessKeyName == null && secretKeyName == null) {
      return Answer.absent("neither " + String.join(" nor ", ACCESS_KEY) + " is set");
    }
    if (secretKeyName == null) {
      throw broken(accessKeyName + " is set, but neither " + String.join(" nor ", SECRET_KEY));
    }
    if (accessKeyName == null) {
      throw broken(secretKeyName + " is set, but neither " + String.join(" nor ", ACCESS_KEY));
    }
    Answer answer =
        Answer.found(
            Credentials.of(
                written(accessKeyName, value(accessKeyName)),
                written(secretKeyName, value(secretKeyName))));
    found = answer;
    return answer;
  }

  private @Nullable String firstSet(List<String> names) {
    for (String name : names) {
      if (!value(name).isEmpty()) {
        return name;
      }
    }
    return null;
  }

  private String value(String name) {
    String value = environment.apply(name);
    return value == null ? "" : value.trim();
  }
}
