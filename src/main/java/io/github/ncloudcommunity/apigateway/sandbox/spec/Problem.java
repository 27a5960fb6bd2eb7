package io.github.ncloudcommunity.apigateway.sandbox.spec;

import io.github.ncloudcommunity.apigateway.ErrorCode;

/** A documented error that answers a request. */
public final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Clients choose the text that is echoed; this much is enough to understand the error. */
  private static final int LONGEST_QUOTE = 80;

  private final ErrorCode code;

  /**
   * @param details what is wrong, as a sentence; the client gets it
   */
  public Problem(ErrorCode code, String details) {
    super(details, null, false, false);
    this.code = code;
  }

  public static Problem badRequest(String details) {
    return new Problem(ErrorCode.BAD_REQUEST, details);
  }

  public static Problem notFound(String details) {
    return new Problem(ErrorCode.NOT_FOUND, details);
  }

  public static Problem unauthenticated(String details) {
    return new Problem(ErrorCode.AUTHENTICATION_FAILED, details);
  }

  /** Quotes a text that a client sent, and shortens a long one. */
  public static String quote(String text) {
    if (text.codePointCount(0, text.length()) <= LONGEST_QUOTE) {
      return '"' + text + '"';
    }
    return '"' + text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE)) + "…\"";
  }

  public Answer answer() {
    return Answer.error(code, String.valueOf(getMessage()));
  }
}
