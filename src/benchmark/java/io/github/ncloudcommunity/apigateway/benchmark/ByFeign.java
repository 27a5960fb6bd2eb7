package io.github.ncloudcommunity.apigateway.benchmark;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import feign.Feign;
import feign.Request;
import feign.hc5.ApacheHttp5Client;
import feign.jackson.JacksonDecoder;
import feign.jackson.JacksonEncoder;
import io.github.ncloudcommunity.apigateway.api.StageOperations;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.CredentialsProvider;
import io.github.ncloudcommunity.apigateway.auth.SigningInterceptor;
import io.github.ncloudcommunity.apigateway.internal.QueryParameters;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;

/** The generated interface in a Feign that is set up as the generator's own ApiClient is. */
final class ByFeign extends Generated {

  private final CloseableHttpClient http = ByHttpClient5.httpClient();
  private final StageOperations stages;

  ByFeign() {
    ObjectMapper mapper =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .defaultPropertyInclusion(
                JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    stages =
        Feign.builder()
            .client(new ApacheHttp5Client(http))
            .options(new Request.Options(5, TimeUnit.SECONDS, 30, TimeUnit.SECONDS, true))
            .encoder(new JacksonEncoder(mapper))
            .decoder(new JacksonDecoder(mapper))
            .queryMapEncoder(query -> ((QueryParameters) query).encoded())
            .requestInterceptor(
                new SigningInterceptor(
                    CredentialsProvider.of(Credentials.of(ACCESS_KEY, SECRET_KEY)),
                    Clock.systemUTC()))
            .target(StageOperations.class, Contender.baseUrl().toString());
  }

  @Override
  StageOperations stages() {
    return stages;
  }

  @Override
  public void close() {
    http.close(CloseMode.IMMEDIATE);
  }
}
