package io.github.ncloudcommunity.apigateway.contractkit;

import io.github.ncloudcommunity.apigateway.contractkit.Page.Request;
import io.github.ncloudcommunity.apigateway.contractkit.Page.Sample;
import io.github.ncloudcommunity.apigateway.contractkit.Page.SampleKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what tables, syntax blocks and examples of a page say. Where they contradict each
 * other, the table counts before the syntax and the syntax before the example, and there is a
 * finding.
 */
final class PageFacts {

  private final PageText text;
  private final List<Field> fields;
  private final List<Sample> samples;
  private final Map<String, PageFact> facts = new LinkedHashMap<>();

  private PageFacts(PageText text, List<Field> fields, List<Sample> samples) {
    this.text = text;
    this.fields = fields;
    this.samples = samples;
  }

  static List<PageFact> of(
      PageText text, @Nullable PageFact requestLine, List<Field> fields, List<Sample> samples) {
    PageFacts all = new PageFacts(text, fields, samples);
    if (requestLine != null) {
      all.add(requestLine);
    }
    all.addFields("path", Map.of());
    all.addFields("query", Map.of());
    all.addBody();
    all.addAnswer();
    if (requestLine != null) {
      all.checkPath(requestLine);
      all.checkRequests(requestLine.words());
    }
    return new ArrayList<>(all.facts.values());
  }

  private void add(PageFact fact) {
    if (facts.putIfAbsent(fact.subject(), fact) != null) {
      report(fact, "said twice");
    }
  }

  private void report(PageFact fact, String message) {
    text.contradiction(fact, message);
  }

  /**
   * Adds the fields of a table.
   *
   * @param syntax what the syntax shows of the same members
   */
  private void addFields(String place, Map<String, PageFact> syntax) {
    List<Field> here = fields.stream().filter(field -> field.place.equals(place)).toList();
    Set<String> together = new LinkedHashSet<>();
    Set<String> oneOf = new LinkedHashSet<>();
    for (Field field : here) {
      oneOf.addAll(field.oneOf());
      if (here.stream()
          .anyMatch(f -> f.isRequiredWith(field.name) && field.isRequiredWith(f.name))) {
        together.add(field.name);
      }
    }
    for (Field field : here) {
      PageFact shown = syntax.get(subject(field));
      PageFact fact = new PageFact(subject(field), field.words(together), field.line);
      if (shown != null && shown.words().startsWith("array of ") && field.type().equals("array")) {
        String words = fact.words().replaceFirst("\\barray\\b", shown.words());
        fact = new PageFact(fact.subject(), words, fact.line());
      } else if (shown != null && !PageFact.hasType(shown.words(), field.type())) {
        report(fact, "the syntax shows another type (" + shown.words() + ")");
      } else if (shown == null && !syntax.isEmpty()) {
        report(fact, "the syntax has no such member");
      }
      add(fact);
    }
    addGroup(place + " together", together, here);
    addGroup(place + " one of", oneOf, here);
  }

  private void addGroup(String subject, Set<String> names, List<Field> here) {
    here.stream()
        .filter(field -> names.contains(field.name))
        .findFirst()
        .ifPresent(first -> add(new PageFact(subject, String.join(", ", names), first.line)));
  }

  /** Members of the elements of a list follow {@code []}, which some tables leave out. */
  private String subject(Field field) {
    String name = field.name;
    for (Field list : fields) {
      if (list.place.equals(field.place) && list.type().startsWith("array")) {
        name = name.replaceFirst("^" + Pattern.quote(list.name + "."), list.name + "[].");
      }
    }
    return field.place + " " + name;
  }

  private void addBody() {
    Map<String, PageFact> syntax = members("body", SampleKind.REQUEST_SYNTAX);
    boolean hasTable = fields.stream().anyMatch(field -> field.place.equals("body"));
    addFields("body", hasTable ? syntax : Map.of());
    for (PageFact shown : syntax.values()) {
      if (facts.putIfAbsent(shown.subject(), shown) == null && hasTable) {
        report(shown, "the table has no such member");
      }
    }
  }

  private void addAnswer() {
    addFields("answer", Map.of());
    Map<String, PageFact> syntax = members("answer", SampleKind.RESPONSE_SYNTAX);
    Map<String, PageFact> example = members("answer", SampleKind.RESPONSE_EXAMPLE);
    // The names in a map are those of the example.
    syntax.values().stream()
        .filter(fact -> fact.words().contains("additionalProperties"))
        .forEach(map -> example.keySet().removeIf(name -> name.startsWith(map.subject() + ".")));
    for (PageFact shown : example.values()) {
      PageFact known = syntax.putIfAbsent(shown.subject(), shown);
      if (known != null && !LenientJson.fit(known.words(), shown.words())) {
        report(shown, "the syntax shows another type (" + known.words() + ")");
      } else if (known != null) {
        String words = LenientJson.union(known.words(), shown.words());
        syntax.put(known.subject(), new PageFact(known.subject(), words, known.line()));
      }
    }
    syntax.values().forEach(fact -> facts.putIfAbsent(fact.subject(), fact));
  }

  private Map<String, PageFact> members(String place, SampleKind kind) {
    Map<String, PageFact> members = new LinkedHashMap<>();
    for (Sample sample : samples) {
      if (sample.kind() == kind && sample.body() != null) {
        LenientJson.members(sample.body())
            .forEach(
                (name, type) -> {
                  String subject = (place + " " + name).strip();
                  members.putIfAbsent(subject, new PageFact(subject, type, sample.line()));
                });
      }
    }
    return members;
  }

  private void checkPath(PageFact requestLine) {
    Set<String> named =
        Pattern.compile("\\{([^}]+)}")
            .matcher(requestLine.words())
            .results()
            .map(match -> "path " + match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    for (PageFact fact : facts.values()) {
      if (fact.subject().startsWith("path ") && !named.remove(fact.subject())) {
        report(fact, "the request line has no such parameter");
      }
    }
    named.forEach(name -> report(requestLine, "no table has " + name));
  }

  private void checkRequests(String requestLine) {
    for (Sample sample : samples) {
      Request request = sample.request();
      if (request == null) {
        continue;
      }
      PageFact call =
          new PageFact("example", request.method() + " " + request.path(), sample.line());
      if (!call.words().matches(requestLine.replaceAll("\\{[^}]+}", "[^/]+"))) {
        report(call, "the request line says " + requestLine);
      }
      Set<String> sent = new LinkedHashSet<>();
      request.query().keySet().forEach(name -> sent.add("query " + name));
      if (sample.body() != null) {
        sample.body().fieldNames().forEachRemaining(name -> sent.add("body " + name));
      }
      sent.removeAll(facts.keySet());
      sent.forEach(name -> report(call, "no table or syntax has " + name));
    }
  }
}
