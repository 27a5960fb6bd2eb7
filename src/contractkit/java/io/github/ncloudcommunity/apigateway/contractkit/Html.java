package io.github.ncloudcommunity.apigateway.contractkit;

/** What the HTML reports share. */
final class Html {

  private Html() {}

  /** Makes a text that stands for itself, in an element or in an attribute. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
