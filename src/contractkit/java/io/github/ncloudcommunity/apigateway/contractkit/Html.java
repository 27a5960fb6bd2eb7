package io.github.ncloudcommunity.apigateway.contractkit;

import java.util.List;

/** An HTML page that loads nothing and runs no script. */
final class Html {

  private static final String STYLE =
      """
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere }
      section { border-top: 1px solid; margin-top: 1rem }
      ul { padding-left: 1.2rem }
      code { background: #eee; padding: 0 .2em }
      .breaking { color: #a00000; font-weight: 600 }
      """;

  private final StringBuilder body = new StringBuilder();

  /**
   * Adds an element. What the text has between backticks becomes code.
   *
   * @param tag such as {@code p} or {@code p class="breaking"}
   */
  Html element(String tag, String text) {
    String content = escaped(text).replaceAll("`(.*?)`", "<code>$1</code>");
    return markup("<%s>%s</%s>\n".formatted(tag, content, tag.split(" ")[0]));
  }

  /** Adds a list; nothing if it is empty. */
  Html list(List<?> items) {
    if (!items.isEmpty()) {
      markup("<ul>\n");
      items.forEach(item -> element("li", item.toString()));
      markup("</ul>\n");
    }
    return this;
  }

  /** Adds markup as it is. */
  Html markup(String markup) {
    body.append(markup);
    return this;
  }

  /** The whole page. */
  String page(String title) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-%s'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>%s</style>
        </head>
        <body>
        <h1>%2$s</h1>
        %4$s</body>
        </html>
        """
        .formatted(ReferencePage.sha256(STYLE), escaped(title), STYLE, body);
  }

  /** Makes a text that stands for itself, in an element or in an attribute. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
