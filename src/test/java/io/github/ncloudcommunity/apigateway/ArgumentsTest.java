package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import feign.Param;
import io.github.ncloudcommunity.apigateway.api.ProductOperations.ListProductsQuery;
import io.github.ncloudcommunity.apigateway.api.StageOperations.ListStageUsagePlansQuery;
import io.github.ncloudcommunity.apigateway.internal.PathSegment;
import io.github.ncloudcommunity.apigateway.model.AuthorizerConfigRequest;
import io.github.ncloudcommunity.apigateway.model.AuthorizerPayloadRequest;
import io.github.ncloudcommunity.apigateway.model.CreateAuthorizerRequest;
import io.github.ncloudcommunity.apigateway.model.CreateMethodRequest;
import io.github.ncloudcommunity.apigateway.model.HttpEndpointRequest;
import io.github.ncloudcommunity.apigateway.model.MethodName;
import io.github.ncloudcommunity.apigateway.model.RequiredApiKeyRequest;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.EveryOperation;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong arguments are refused by name, and nothing is sent. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ArgumentsTest {

  private static final List<String> UNPAIRED =
      List.of("\ud83e", "a\ud83eb", "\udd47", "\udd47\ud83e");

  @AutoClose
  private final ScriptedServer server = ScriptedServer.start().answerAlways(Answer.json(200, "{}"));

  @AutoClose private final ApiGatewayClient client = TestClients.of(server).build();

  @AfterEach
  void nothingWasSent() {
    assertThat(server.connections()).isZero();
    assertThat(server.requests()).isEmpty();
  }

  /** Each operation with the index of each of its parameters. */
  static Stream<Arguments> parameters() {
    return EveryOperation.all()
        .flatMap(
            operation ->
                Stream.iterate(0, i -> i < operation.method().getParameterCount(), i -> i + 1)
                    .map(i -> Arguments.of(operation, i)));
  }

  static Stream<Arguments> pathParameters() {
    return parameters()
        .filter(
            arguments ->
                isPathParameter(
                    (EveryOperation.Callable) arguments.get()[0], (int) arguments.get()[1]));
  }

  /** Numbers are left out: there is none that would name another resource. */
  private static boolean isPathParameter(EveryOperation.Callable operation, int index) {
    Parameter parameter = operation.method().getParameters()[index];
    Param param = parameter.getAnnotation(Param.class);
    return param != null
        && param.expander() == PathSegment.class
        && !Number.class.isAssignableFrom(parameter.getType());
  }

  /** The arguments with a text, or the open enumeration made from it, in one place. */
  private static Object[] withText(EveryOperation.Callable operation, int index, String text) {
    return arguments(
        operation,
        index,
        EveryOperation.valueOf(operation.method().getParameterTypes()[index], text));
  }

  private static Object[] arguments(EveryOperation.Callable operation, int index, Object value) {
    Object[] arguments = operation.arguments();
    arguments[index] = value;
    return arguments;
  }

  private static String name(EveryOperation.Callable operation, int index) {
    Parameter parameter = operation.method().getParameters()[index];
    Param param = parameter.getAnnotation(Param.class);
    return param == null ? parameter.getType().getSimpleName() : param.value();
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void nullIsRefused(EveryOperation.Callable operation, int index) {
    assertThatNullPointerException()
        .isThrownBy(() -> operation.call(client, arguments(operation, index, null)))
        .withMessageContaining(operation + ": ")
        .withMessageContaining(name(operation, index));
  }

  @ParameterizedTest
  @MethodSource("pathParameters")
  void pathParameterThatWouldNameAnotherResourceIsRefused(
      EveryOperation.Callable operation, int index) {
    List<String> refused = new ArrayList<>(List.of("", " ", "   ", "\t\r\n", ".", ".."));
    for (int c = 1; c <= 0xffff; c++) {
      if (Character.toString(c).isBlank()) {
        refused.add(Character.toString(c).repeat(2));
      }
    }
    assertThat(refused).contains("\u3000\u3000", "\u2003\u2003", "\u2028\u2028");
    for (String value : refused) {
      assertThatIllegalArgumentException()
          .as("%x", value.codePoints().sum())
          .isThrownBy(() -> operation.call(client, withText(operation, index, value)))
          .withMessageContaining(operation + ": ")
          .withMessageContaining(name(operation, index));
    }
  }

  @ParameterizedTest
  @MethodSource("pathParameters")
  void unpairedSurrogateInAPathIsRefused(EveryOperation.Callable operation, int index) {
    for (String value : UNPAIRED) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> operation.call(client, withText(operation, index, value)))
          .withMessageContaining(operation + ": ")
          .withMessageContaining(name(operation, index))
          .withMessageContaining("surrogate");
    }
  }

  @Test
  void unpairedSurrogateInAQueryIsRefused() {
    for (String value : UNPAIRED) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  client
                      .stages()
                      .listStageUsagePlans(
                          "p", "a", "s", new ListStageUsagePlansQuery().usagePlanName(value)))
          .withMessageStartingWith("listStageUsagePlans: ")
          .withMessageContaining("usagePlanName")
          .withMessageContaining("surrogate");
    }
  }

  @Test
  void unpairedSurrogateInARequiredQueryParameterIsRefused() {
    for (String value : UNPAIRED) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.usagePlans().listUsagePlansByStage(value))
          .withMessageStartingWith("listUsagePlansByStage: ")
          .withMessageContaining("stageId")
          .withMessageContaining("surrogate");
    }
  }

  @Test
  void requiredMembersOfMembersAreNamedWithTheirPath() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                client
                    .methods()
                    .createMethod(
                        "p",
                        "a",
                        "r",
                        new CreateMethodRequest()
                            .methodName(MethodName.GET)
                            .httpEndPoint(new HttpEndpointRequest().method(MethodName.POST))
                            .requiredApiKey(new RequiredApiKeyRequest())))
        .withMessage(
            "createMethod: required members are not set: httpEndPoint.stream, httpEndPoint.url,"
                + " requiredApiKey.required, validation, authentication");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                client
                    .authorizers()
                    .createAuthorizer(
                        new CreateAuthorizerRequest()
                            .authorizerConfig(
                                new AuthorizerConfigRequest()
                                    .addPayloadItem(new AuthorizerPayloadRequest().name("n"))
                                    .addPayloadItem(new AuthorizerPayloadRequest()))))
        .withMessage(
            "createAuthorizer: required members are not set: authorizerName, authorizerType,"
                + " authorizerConfig.region, authorizerConfig.functionId,"
                + " authorizerConfig.payload[0].in, authorizerConfig.payload[1].in,"
                + " authorizerConfig.payload[1].name");
  }

  @Test
  void nullForTheQueryOfAStreamIsRefusedBeforeItIsRead() {
    assertThatNullPointerException()
        .isThrownBy(() -> client.products().streamProducts((ListProductsQuery) null));
  }
}
