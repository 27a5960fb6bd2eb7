package io.github.ncloudcommunity.apigateway;

import java.net.URI;

/**
 * The three clouds of NAVER Cloud Platform. Each has its own accounts, keys and documentation.
 *
 * @see <a href="https://api.ncloud-docs.com/docs/ai-application-service-apigateway">Overview of the
 *     API, with its base URL</a>
 */
public enum Cloud {
  /** The public cloud, documented at api.ncloud-docs.com. */
  PUBLIC("https://apigateway.apigw.ntruss.com/api/v1"),
  /** The cloud for financial institutions, documented at api-fin.ncloud-docs.com. */
  FINANCIAL("https://apigateway.apigw.fin-ntruss.com/api/v1"),
  /** The cloud for the public sector of Korea, documented at api-gov.ncloud-docs.com. */
  GOVERNMENT("https://apigateway.apigw.gov-ntruss.com/api/v1");

  private final URI baseUrl;

  Cloud(String baseUrl) {
    this.baseUrl = URI.create(baseUrl);
  }

  /**
   * Returns the address of the API in this cloud.
   *
   * @return the base URL, {@code /api/v1} included
   */
  public URI baseUrl() {
    return baseUrl;
  }
}
