package io.github.ncloudcommunity.apigateway.sandbox;

import io.github.ncloudcommunity.apigateway.ErrorCode;

/** Ends the handling of a request with a documented error. */
final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Clients choose what is echoed to them; no answer needs more of it to be understood. */
  private static final int LONGEST_QUOTE = 80;

  private final ErrorCode code;

  /**
   * @param details what was wrong, as a sentence; it goes to the client
   */
  Problem(ErrorCode code, String details) {
    super(details, null, false, false);
    this.code = code;
  }

  static Problem badRequest(String details) {
    return new Problem(ErrorCode.BAD_REQUEST, details);
  }

  static Problem notFound(String details) {
    return new Problem(ErrorCode.NOT_FOUND, details);
  }

  static Problem unauthenticated(String details) {
    return new Problem(ErrorCode.AUTHENTICATION_FAILED, details);
  }

  /** Puts what a client sent between quotation marks, shortened when it is long. */
  static String quote(String text) {
    if (text.codePointCount(0, text.length()) <= LONGEST_QUOTE) {
      return '"' + text + '"';
    }
    return '"' + text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE)) + "…\"";
  }

  Answer answer() {
    return Answer.error(code, details());
  }

  String details() {
    return String.valueOf(getMessage());
  }
}
