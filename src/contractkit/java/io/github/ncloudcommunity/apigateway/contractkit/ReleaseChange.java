package io.github.ncloudcommunity.apigateway.contractkit;

import java.util.Collections;
import java.util.Set;

/**
 * A difference between two releases, as users of the API would say it.
 *
 * @param subject the operation or Java class that changed
 * @param place what of it changed; empty for the whole
 * @param what how it changed
 * @param breaking whether a program that works with the older release may fail with the newer one
 * @param keys what the change is found by: two gates that see one change give it a common key
 */
record ReleaseChange(
    String subject, String place, String what, boolean breaking, Set<String> keys) {

  /** Whether this says what another gate saw. A harmless change never hides a breaking one. */
  boolean covers(ReleaseChange other) {
    return (breaking || !other.breaking) && !Collections.disjoint(keys, other.keys);
  }

  /** {@code query `limit` is gone, was optional, int64 — breaking}. */
  String words() {
    return (place + " " + what).strip() + (breaking ? " — breaking" : "");
  }

  @Override
  public String toString() {
    return subject + ": " + words();
  }
}
