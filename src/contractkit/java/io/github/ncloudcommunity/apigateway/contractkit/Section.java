package io.github.ncloudcommunity.apigateway.contractkit;

import io.github.ncloudcommunity.apigateway.contractkit.Page.SampleKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sections of a page, by their headings in Korean, English and Japanese. */
enum Section {
  REQUEST(null, null, "요청", "Request", "リクエスト"),
  REQUEST_HEADERS(null, null, "요청 헤더", "Request headers", "リクエストヘッダ"),
  PATH("path", null, "요청 경로 파라미터", "Request path parameters", "リクエストパスパラメータ"),
  QUERY("query", null, "요청 쿼리 파라미터", "Request query parameters", "リクエストクエリパラメータ"),
  REQUEST_SYNTAX(null, SampleKind.REQUEST_SYNTAX, "요청 구문", "Request syntax", "リクエスト構文"),
  BODY("body", null, "요청 바디", "Request body", "リクエストボディ"),
  REQUEST_EXAMPLE(null, SampleKind.REQUEST_EXAMPLE, "요청 예시", "Request example", "リクエスト例"),
  RESPONSE(null, null, "응답", "Response", "レスポンス"),
  RESPONSE_SYNTAX(null, SampleKind.RESPONSE_SYNTAX, "응답 구문", "Response syntax", "レスポンス構文"),
  STATUS_CODES(null, null, "응답 상태 코드", "Response status codes", "レスポンスステータスコード"),
  ANSWER("answer", null, "응답 바디", "Response body", "レスポンスボディ"),
  RESPONSE_EXAMPLE(null, SampleKind.RESPONSE_EXAMPLE, "응답 예시", "Response example", "レスポンス例"),

  // Of the overview page.
  COMMON(
      null,
      null,
      "API Gateway 공통 설정|기본 정보",
      "Common API Gateway settings|Common attributes",
      "API Gatewayの共通設定|共通の設定"),
  API_URL(null, null, "API URL", "API URL", "API URL"),
  SWAGGER(null, null, "Swagger UI 바로가기", "Go to Swagger UI", "Swagger UIに移動する"),
  SUCCESS(null, null, "성공", "Succeeded|Success", "成功"),
  FAILURE(null, null, "실패", "Failed|Failure", "失敗");

  /** Where the fields of its table are, or null if it has no such table. */
  final @Nullable String place;

  /** What its code block is, or null if it has none. */
  final @Nullable SampleKind sample;

  /** By language. */
  private final List<List<String>> names;

  Section(@Nullable String place, @Nullable SampleKind sample, String... names) {
    this.place = place;
    this.sample = sample;
    this.names =
        Arrays.stream(names)
            .map(some -> Arrays.stream(some.split("\\|")).map(Section::normalized).toList())
            .toList();
  }

  /** Whether a table with some columns is one of this section. */
  boolean holds(Set<String> columns) {
    return switch (this) {
      case REQUEST -> columns.equals(Set.of("method", "uri"));
      case REQUEST_HEADERS -> columns.contains("field") && !columns.contains("type");
      case STATUS_CODES, SUCCESS, FAILURE -> columns.containsAll(Set.of("status", "message"));
      default -> place != null && columns.containsAll(Set.of("field", "type"));
    };
  }

  /** The section of a heading, or null if it is not known. */
  static @Nullable Section of(String heading) {
    return Arrays.stream(values())
        .filter(section -> section.names.stream().anyMatch(n -> n.contains(normalized(heading))))
        .findFirst()
        .orElse(null);
  }

  /** The language of a heading, or null if it is the same in all. */
  @Nullable String language(String heading) {
    List<String> languages =
        PageFolder.LANGUAGES.stream()
            .filter(l -> names.get(PageFolder.LANGUAGES.indexOf(l)).contains(normalized(heading)))
            .toList();
    return languages.size() == 1 ? languages.get(0) : null;
  }

  /** Editions differ in blanks, in the plural, in the long vowel mark and in marks around it. */
  private static String normalized(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\{#[^}]*}|[\\sー\\[\\]*:]", "")
        .replaceFirst("s$", "");
  }
}
