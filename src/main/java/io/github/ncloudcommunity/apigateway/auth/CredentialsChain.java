package io.github.ncloudcommunity.apigateway.auth;

import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import java.time.Clock;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tries sources in order until one has credentials, and from then on uses that source only. */
final class CredentialsChain implements CredentialsProvider {

  private final List<Place> places;
  private final AtomicReference<@Nullable CredentialsSource> chosen = new AtomicReference<>();

  /**
   * @param sources suppliers that create the sources; each runs at most once
   */
  CredentialsChain(List<Supplier<CredentialsSource>> sources) {
    this.places = sources.stream().map(Place::new).toList();
  }

  static CredentialsChain ofDefaults() {
    Function<String, @Nullable String> environment = System::getenv;
    return new CredentialsChain(
        List.of(
            () -> new EnvironmentCredentials(environment),
            () -> new ConfigureFileCredentials(environment),
            () -> new ServerRoleCredentials(Clock.systemUTC())));
  }

  @Override
  public @Nullable Credentials credentialsAtHand() {
    CredentialsSource source = chosen.get();
    CredentialsSource.Answer known = source == null ? null : source.known();
    return known == null ? null : known.credentials();
  }

  @Override
  public Credentials credentials() {
    CredentialsSource source = chosen.get();
    return source == null ? choose() : askChosen(source);
  }

  private Credentials askChosen(CredentialsSource source) {
    CredentialsSource.Answer answer = source.look();
    if (answer.credentials() == null) {
      throw source.broken("gave credentials before, but now: " + answer.whyAbsent());
    }
    return answer.credentials();
  }

  private Credentials choose() {
    StringJoiner reasons = new StringJoiner("; ");
    for (Place place : places) {
      CredentialsSource source = place.source();
      CredentialsSource.Answer answer = source.look();
      if (answer.credentials() != null) {
        // Two threads may find different sources if one has just appeared. The first thread decides
        // for both, because all requests of a client must come from one account.
        CredentialsSource first = chosen.compareAndExchange(null, source);
        return first == null ? answer.credentials() : askChosen(first);
      }
      reasons.add(source.name() + ": " + answer.whyAbsent());
    }
    throw ApiGatewayException.builder(ApiGatewayException.Kind.CREDENTIALS_UNAVAILABLE)
        .message("none found; " + reasons)
        .build();
  }

  /** Creates its source when needed: one loads a JSON parser, two a logger. */
  private static final class Place {

    private final Supplier<CredentialsSource> maker;
    private @Nullable CredentialsSource made;

    Place(Supplier<CredentialsSource> maker) {
      this.maker = maker;
    }

    synchronized CredentialsSource source() {
      CredentialsSource source = made;
      if (source == null) {
        source = maker.get();
        made = source;
      }
      return source;
    }
  }
}
