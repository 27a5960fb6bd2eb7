package io.github.ncloudcommunity.apigateway.contractkit;

import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A row of a table of fields: a parameter, or a member of a body. */
final class Field {

  private static final Pattern NAME =
      Pattern.compile("`?([A-Za-z][\\w-]*(?:(?:\\[])?\\.\\w+)*)(\\[])?`?");

  private static final Map<String, String> TYPES =
      Map.of(
          "String", "string",
          "Integer", "int32",
          "Long", "int64",
          "Float", "float",
          "Double", "double",
          "Boolean", "boolean",
          "Object", "object");

  private static final Pattern LIST = Pattern.compile("(?:List|Array)(?:[\\[<](\\w+)[]>])?");

  // --- what an item of a description can be

  private static final String BOUNDS = "(\\d[\\d,]*)\\s*(?:[~〜–-]|to)\\s*(\\d[\\d,]*)";
  private static final Pattern RANGE_AS_CODE =
      Pattern.compile("`(" + BOUNDS + "\\s*(?:자|文字|characters?|초|秒|seconds?))`");
  private static final Pattern RANGE = Pattern.compile(BOUNDS + "(?:\\s*(?:초|秒|seconds?|%))?\\.?");
  private static final Pattern LENGTH =
      Pattern.compile("(?<![\\w.,~-])" + BOUNDS + "\\s*(?:자|文字|characters?)");

  private static final String DEFAULT = "(?:기본값|[Dd]efault|デフォルト)";
  private static final Pattern VALUE =
      Pattern.compile("(`?)([\\w./+-]+(?: [\\w./+-]+)*)`?(\\s*[(]" + DEFAULT + "[)])?");
  private static final Pattern DEFAULT_VALUE = Pattern.compile(DEFAULT + "\\s*:\\s*`?([\\w.-]+)`?");
  private static final Pattern DEFAULT_AFTER =
      Pattern.compile("(.+?)\\s*[(](" + DEFAULT_VALUE + ")[)]");
  private static final Pattern MEANING = Pattern.compile("`?([^`:]+?)`?\\s*:.*");

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern CONSTANT = Pattern.compile("`([A-Z][A-Z0-9_]*)`");

  /** Exactly one of the members that the item names. */
  private static final Pattern ONE_OF =
      Pattern.compile("중 하나(?! 이상)|(?<!at least )one of|いずれか(?![一1]つ以上)", Pattern.CASE_INSENSITIVE);

  private static final String A = "`([^`]+)`";
  private static final Pattern REQUIRED_WITH =
      Pattern.compile(A + " ?입력 시 필수|Required when entering " + A + "|" + A + " ?入力時、必須");
  private static final Pattern REQUIRED_WHEN =
      Pattern.compile(
          (A + "(?:이|가)? ?" + A + "인 경우 필수")
              + ("|Required (?:when|if) " + A + " is " + A)
              + ("|" + A + "が? ?" + A + "の場合、必須"));

  /** Says nothing that the documents hold: pages, nulls, encoding, examples, where to look. */
  private static final Pattern PROSE =
      Pattern.compile(
          "(?i).*(?:페이지네이션|pagination|ページネーション).*"
              + "|.*(?:null일 수 없음|can(?:'|no)t be null|null ?であってはいけない)"
              + "|.*(?:URL 인코딩|URL encoding|URLエンコード).*"
              + "|<(?:예시|例|E\\.g\\.|Example)>.*"
              + "|(?:See |Check |Check through )?\\[[^]]*]\\s*"
              + "(?:참조|(?:를|을) 통해 확인|を参照|を通じて確認)?[.。]?");

  // --- what a sentence can say

  private static final Pattern DATE =
      Pattern.compile("yyyy(?:[MdTHms:/.'-]*[Mdms])?(?: HH(?:[ms:]*[ms])?)?");
  private static final Pattern ZONE = Pattern.compile("[(]([+-]\\d\\d:\\d\\d)[)]");
  private static final Pattern CHARACTER = Pattern.compile("['\"‘“「]([^\\w\\s]|_)['\"’”」]");
  private static final Pattern LETTERS = Pattern.compile("영문|letters|英");
  private static final Pattern DIGITS = Pattern.compile("숫자|numbers|digits|数字");

  /** What no sentence may have that nobody understood. */
  static final Pattern NOTABLE =
      Pattern.compile("(?<![\\w.%#(/-])\\d|" + DEFAULT + "|(?i)deprecated|더 이상|非推奨|廃止");

  final String place;
  final String name;
  final int line;
  private final String requirement;
  private final String type;
  private final Set<String> values = new LinkedHashSet<>();
  private @Nullable String range;
  private @Nullable String pattern;
  private @Nullable String characters;
  private @Nullable String defaultValue;
  private boolean isOneByOne;
  private final Set<String> conditions = new LinkedHashSet<>();
  private final Set<String> oneOf = new LinkedHashSet<>();

  /**
   * Reads all of a row but its description.
   *
   * @param required text of that column, null if the table has none
   * @throws IllegalArgumentException if a part is not understood; the message says which
   */
  Field(String place, String name, String type, @Nullable String required, int line) {
    Matcher nameMatcher = NAME.matcher(name);
    if (!nameMatcher.matches()) {
      throw new IllegalArgumentException("the name is not understood");
    }
    if (required == null) {
      requirement = "";
    } else if (required.matches("(?i)required|필수|必須|[YO]")) {
      requirement = "required, ";
    } else if (required.matches("(?i)optional|conditional|선택|조건부|任意|条件付き|[NX]")) {
      requirement = "optional, ";
    } else {
      throw new IllegalArgumentException("whether it is required is not understood");
    }
    this.place = place;
    this.name = nameMatcher.group(1);
    this.line = line;
    this.type = (nameMatcher.group(2) == null ? "" : "array of ") + typeOf(type);
  }

  private static String typeOf(String type) {
    Matcher list = LIST.matcher(type);
    boolean isList = list.matches();
    if (isList && list.group(1) == null) {
      return "array";
    }
    String element = TYPES.get(isList ? list.group(1) : type);
    if (element == null) {
      throw new IllegalArgumentException("the type is not understood");
    }
    return isList ? "array of " + element : element;
  }

  /**
   * Reads the words of a description before its list.
   *
   * @return false if they say something that is not understood
   */
  boolean describe(String sentence) {
    String rest = rest(sentence);
    return rest != null && !NOTABLE.matcher(rest).find() && !CONSTANT.matcher(rest).find();
  }

  /**
   * Reads an item of a description.
   *
   * @return false if it is not understood
   */
  boolean add(String text) {
    String item = RANGE_AS_CODE.matcher(text).replaceAll("$1");
    Matcher after = DEFAULT_AFTER.matcher(item);
    if (after.matches()) {
      return readDefault(after.group(2)) && add(after.group(1));
    }
    return readRange(item)
        || readDefault(item)
        || readValues(item)
        || (!NOTABLE.matcher(CODE.matcher(item).replaceAll("")).find()
            && (isMeaning(item) || readCondition(item) || PROSE.matcher(item).matches()))
        || (!item.equals(rest(item)) && describe(item));
  }

  /** What is left of a sentence without what is understood, null if that cannot be. */
  private @Nullable String rest(String sentence) {
    Matcher length = LENGTH.matcher(sentence);
    boolean hasLength = length.find();
    if (hasLength && !(type.endsWith("string") && setRange(length) && !length.find())) {
      return null;
    }
    String rest = length.replaceAll("");
    Matcher date = DATE.matcher(rest);
    Matcher zone = ZONE.matcher(rest);
    if (date.find() || zone.find()) {
      String found = date.reset().find() ? date.group() : zone.group(1);
      if (pattern != null && !pattern.equals(found)) {
        return null;
      }
      pattern = found;
      rest = rest.replace(found, "");
    }
    List<String> special = CHARACTER.matcher(rest).results().map(m -> m.group(1)).sorted().toList();
    String allowed =
        (LETTERS.matcher(rest).find() ? "A-Za-z" : "")
            + (DIGITS.matcher(rest).find() ? "0-9" : "")
            + String.join("", special);
    if (!allowed.isEmpty() && (hasLength || !special.isEmpty())) {
      characters = allowed;
    }
    return CHARACTER.matcher(rest).replaceAll("");
  }

  private boolean readRange(String item) {
    Matcher matcher = RANGE.matcher(item);
    return matcher.matches()
        && type.matches("string|int32|int64|float|double")
        && setRange(matcher);
  }

  private boolean setRange(Matcher bounds) {
    BigInteger from = new BigInteger(bounds.group(1).replace(",", ""));
    BigInteger to = new BigInteger(bounds.group(2).replace(",", ""));
    String read = from + ".." + to;
    if (from.compareTo(to) > 0 || (range != null && !range.equals(read))) {
      return false;
    }
    range = read;
    return true;
  }

  private boolean readDefault(String item) {
    Matcher matcher = DEFAULT_VALUE.matcher(item);
    return matcher.matches() && setDefault(matcher.group(1));
  }

  private boolean setDefault(@Nullable String value) {
    if (value != null && defaultValue != null) {
      return value.equals(defaultValue);
    }
    defaultValue = value == null ? defaultValue : value;
    return true;
  }

  /** Values between bars, or a single one in backticks, which may be one of several items. */
  private boolean readValues(String item) {
    boolean hasBar = item.contains("|");
    Set<String> read = new LinkedHashSet<>();
    String readDefault = null;
    for (String part : item.split("\\|", -1)) {
      Matcher value = VALUE.matcher(part.strip());
      if (!value.matches() || !(hasBar || value.group(1).equals("`"))) {
        return false;
      }
      read.add(value.group(2));
      readDefault = value.group(3) == null ? readDefault : value.group(2);
    }
    if (!(values.isEmpty() || (isOneByOne && !hasBar))
        || (type.equals("boolean") && !Set.of("true", "false").equals(read))) {
      return false;
    }
    isOneByOne = !hasBar;
    values.addAll(read);
    return setDefault(readDefault);
  }

  /** The meaning of a value, which may come without a list of values before it. */
  private boolean isMeaning(String item) {
    Matcher matcher = MEANING.matcher(item);
    return matcher.matches()
        && (values.contains(matcher.group(1))
            || (CONSTANT.matcher(item).lookingAt() && readValues("`" + matcher.group(1) + "`")));
  }

  private boolean readCondition(String item) {
    List<String> codes = CODE.matcher(item).results().map(match -> match.group(1)).toList();
    if (ONE_OF.matcher(item).find() && codes.size() > 1 && codes.contains(name)) {
      return oneOf.addAll(codes);
    }
    if (REQUIRED_WITH.matcher(item).matches()) {
      return conditions.add("with " + codes.get(0));
    }
    return REQUIRED_WHEN.matcher(item).matches()
        && conditions.add("when " + codes.get(0) + " is " + codes.get(1));
  }

  // --- what it comes to

  String type() {
    return type;
  }

  boolean isRequiredWith(String other) {
    return conditions.contains("with " + other);
  }

  /** The members of which exactly one is sent, if this is one of those. */
  Set<String> oneOf() {
    return oneOf;
  }

  /**
   * The words of the documents.
   *
   * @param together fields that go together or not at all, which is a fact of its own
   */
  String words(Set<String> together) {
    StringJoiner words = new StringJoiner(", ", requirement, "");
    boolean isEnumeration = !values.isEmpty() && !type.equals("boolean");
    words.add(type);
    add(words, "one of ", isEnumeration ? String.join(" | ", values) : null);
    add(words, "", range);
    add(words, "pattern ", pattern);
    add(words, "characters ", characters);
    add(words, "default ", defaultValue);
    conditions.stream()
        .filter(condition -> !together.contains(condition.replaceFirst("^with ", "")))
        .forEach(condition -> words.add("required " + condition));
    return words.toString();
  }

  private static void add(StringJoiner words, String label, @Nullable String value) {
    if (value != null) {
      words.add(label + value);
    }
  }
}
