package io.github.ncloudcommunity.apigateway.sandbox;

/**
 * What counts for the signature of a request, and what people sign by mistake.
 *
 * @param target path and query as on the request line
 * @param host empty if it is not known
 * @param body empty if there is none, or it is not known
 */
record SignedRequest(
    String method,
    String target,
    String host,
    String timestamp,
    String accessKey,
    String signature,
    String body) {

  /** Returns the part that is signed: of an absolute URL, all from the slash after the host on. */
  static String pathOf(String url) {
    int host = url.startsWith("/") ? -1 : url.indexOf("://");
    int path = host < 0 ? 0 : url.indexOf('/', host + 3);
    return path < 0 ? "/" : url.substring(path);
  }

  /** The access key may be the secret key, and the signature may be valid. */
  @Override
  public String toString() {
    return method + " " + target;
  }
}
