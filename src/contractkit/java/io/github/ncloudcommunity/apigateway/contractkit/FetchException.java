package io.github.ncloudcommunity.apigateway.contractkit;

/** A page could not be fetched; the message says why, in words for the person who waits. */
final class FetchException extends Exception {

  private static final long serialVersionUID = 1L;

  FetchException(String message) {
    super(message);
  }
}
