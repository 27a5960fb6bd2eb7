package io.github.ncloudcommunity.apigateway.contractkit;

import java.util.regex.Pattern;

/** What a word of {@code contracts/documents/} is about. A fact has at most one of most kinds. */
enum WordKind {
  PRESENCE("required|optional|always there"),
  RANGE("\\d*\\.\\.\\d*"),
  VALUES("one of .*"),
  DEFAULT("default .*"),
  ELEMENTS("additionalProperties .*"),

  /** In words on the page. The specification has no such word. */
  FORM("pattern .*"),
  CHARACTERS("characters .*"),
  CONDITION("required (with|when) .*"),

  TYPE(
      "(array of )*(string|date|date-time|password|int32|int64|integer|number|float|double|boolean"
          + "|object|array|null|binary)"),
  REQUEST_LINE("[A-Z]+ /.*"),
  MEDIA_TYPE("[a-z]+/\\S+"),
  OTHER(".*");

  private final Pattern pattern;

  WordKind(String pattern) {
    this.pattern = Pattern.compile(pattern);
  }

  static WordKind of(String word) {
    for (WordKind kind : values()) {
      if (kind.pattern.matcher(word).matches()) {
        return kind;
      }
    }
    return OTHER;
  }

  /** Whether the specification can say it. */
  boolean isSpecified() {
    return this != FORM && this != CHARACTERS && this != CONDITION;
  }
}
