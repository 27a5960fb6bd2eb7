package io.github.ncloudcommunity.apigateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigureFileCredentialsTest {

  private static final String SECRET = "TOP-SECRET";
  private static final String PAIR =
      "ncloud_access_key_id = AKID\nncloud_secret_access_key = TOP-SECRET\n";

  @TempDir Path home;

  private final Map<String, String> environment = new HashMap<>();
  private final RecordingLogger log = new RecordingLogger();
  private Path file;
  private ConfigureFileCredentials source;

  @BeforeEach
  void setUp() throws IOException {
    file = Files.createDirectories(home.resolve(".ncloud")).resolve("configure");
    source = new ConfigureFileCredentials(home.toString(), environment::get, System::nanoTime, log);
  }

  private void write(String text) throws IOException {
    write(text, StandardCharsets.UTF_8);
  }

  private void write(String text, Charset charset) throws IOException {
    Files.writeString(file, text, charset);
    if (posix()) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static boolean posix() {
    return Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertBroken() {
    return assertBroken(file.toString());
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertBroken(String name) {
    return assertThatThrownBy(source::look)
        .isInstanceOfSatisfying(
            ApiGatewayException.class,
            e -> assertThat(e.kind()).isEqualTo(ApiGatewayException.Kind.CREDENTIALS_UNAVAILABLE))
        .hasMessageStartingWith("credentials unavailable: file " + name + ": ")
        .hasMessageNotContaining(SECRET)
        .hasNoCause();
  }

  private void assertFound(String accessKey, String secretKey) {
    assertThat(source.look().credentials()).isEqualTo(Credentials.of(accessKey, secretKey));
  }

  private void assertAbsent(String why) {
    CredentialsSource.Answer answer = source.look();
    assertThat(answer.credentials()).isNull();
    assertThat(answer.whyAbsent()).isEqualTo(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ncloud_access_key_id = AKID\nncloud_secret_access_key = TOP-SECRET\n",
        "ncloud_secret_access_key=TOP-SECRET\nncloud_access_key_id=AKID",
        "\ufeffncloud_access_key_id=AKID\r\nncloud_secret_access_key=TOP-SECRET\r\n",
        "\ufeff[DEFAULT]\rncloud_access_key_id=AKID\rncloud_secret_access_key=TOP-SECRET",
        "[default]\n\tncloud_access_key_id\t=\tAKID \n  ncloud_secret_access_key  =  TOP-SECRET  ",
        "# a = b\n"
            + "; c\n\n"
            + "[ Default ]\n"
            + "ncloud_access_key_id=AKID\n\n"
            + "ncloud_secret_access_key=TOP-SECRET\n"
            + "ncloud_api_url=https://ncloud.apigw.ntruss.com",
        "ncloud_access_key_id=AKID\n[DEFAULT]\nncloud_secret_access_key=TOP-SECRET",
        "# 한글\nncloud_access_key_id=AKID\nncloud_secret_access_key=TOP-SECRET\n[다른]\nx=y",
        "ncloud_access_key_id=\nncloud_access_key_id=AKID\nncloud_secret_access_key=TOP-SECRET",
      })
  void defaultProfileIsReadInEveryForm(String text) throws IOException {
    write(text);

    assertFound("AKID", SECRET);
  }

  @Test
  void onlyTheFirstEqualsSignSplits() throws IOException {
    write("ncloud_access_key_id=A=B\nncloud_secret_access_key=abc+/def==\n");

    assertFound("A=B", "abc+/def==");
  }

  @Test
  void profileOfTheEnvironmentIsRead() throws IOException {
    environment.put("NCLOUD_PROFILE", " dev ");
    write(PAIR + "[dev]\nncloud_access_key_id=DEV\nncloud_secret_access_key=dev-secret\n[x]\n");

    assertFound("DEV", "dev-secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "default", "DEFAULT"})
  void defaultProfileIsReadWhenNoOtherIsNamed(String profile) throws IOException {
    environment.put("NCLOUD_PROFILE", profile);
    write("[dev]\nncloud_access_key_id=DEV\nncloud_secret_access_key=dev\n[DEFAULT]\n" + PAIR);

    assertFound("AKID", SECRET);
  }

  @Test
  void profilesDoNotBorrowFromEachOther() throws IOException {
    environment.put("NCLOUD_PROFILE", "dev");
    write(PAIR + "[dev]\nncloud_access_key_id=DEV\n");

    assertBroken()
        .hasMessageEndingWith(
            "profile dev has ncloud_access_key_id (line 4) but no ncloud_secret_access_key");
  }

  @Test
  void halfAPairInAnotherProfileDoesNotMatter() throws IOException {
    write(PAIR + "[dev]\nncloud_access_key_id=DEV\n");

    assertFound("AKID", SECRET);
  }

  @Test
  void accountOfTheLastSectionDoesNotWin() throws IOException {
    write(PAIR + "[prod]\nncloud_access_key_id=PROD\nncloud_secret_access_key=prod\n");

    assertFound("AKID", SECRET);
  }

  @Test
  void missingFileIsAbsent() {
    assertAbsent("does not exist");
  }

  @Test
  void missingFileIsAbsent_whenAProfileIsNamed() {
    environment.put("NCLOUD_PROFILE", "dev");

    assertAbsent("does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", "", "somewhere"})
  void unknownHomeDirectoryIsAbsent(String unknown) {
    source = new ConfigureFileCredentials(unknown, environment::get, System::nanoTime, log);

    assertAbsent("the home directory is not known");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "\ufffd\ufffd"})
  void homeDirectoryThatJavaCannotNameIsBroken_sinceTheFileMayBeThere(String unusable) {
    source =
        new ConfigureFileCredentials(
            home + "/" + unusable, environment::get, System::nanoTime, log);

    assertBroken("~/.ncloud/configure")
        .hasMessageContaining(
            "cannot be represented in the encoding of this Java process, "
                + System.getProperty("sun.jnu.encoding")
                + ": start Java in another locale, such as LC_ALL=C.UTF-8, or set"
                + " NCLOUD_ACCESS_KEY_ID and NCLOUD_SECRET_KEY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n# nothing\n", "[dev]\nncloud_access_key_id=A\nncloud_secret_access_key=b"})
  void fileWithoutDefaultProfileIsAbsent(String text) throws IOException {
    write(text);

    assertAbsent("has no default profile, and NCLOUD_PROFILE is not set");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[DEFAULT]\n",
        "ncloud_api_url=https://x",
        "ncloud_access_key_id=\nncloud_secret_access_key= \n",
        "NCLOUD_ACCESS_KEY_ID=AKID\n"
      })
  void defaultProfileWithoutKeysIsAbsent(String text) throws IOException {
    write(text);

    assertAbsent(
        "the default profile has neither ncloud_access_key_id nor ncloud_secret_access_key");
  }

  @Test
  void namedProfileThatIsMissingIsBroken() throws IOException {
    environment.put("NCLOUD_PROFILE", "prod");
    write(PAIR + "[Prod]\n");

    assertBroken().hasMessageEndingWith("has no profile prod, which NCLOUD_PROFILE selects");
  }

  @Test
  void namedProfileWithoutKeysIsBroken() throws IOException {
    environment.put("NCLOUD_PROFILE", "prod");
    write(PAIR + "[prod]\n");

    assertBroken().hasMessageContaining("profile prod has neither");
  }

  @Test
  void accessKeyWithoutSecretIsBroken() throws IOException {
    write("ncloud_access_key_id=AKID\nncloud_secret_access_key=\n");

    assertBroken()
        .hasMessageEndingWith(
            "the default profile has ncloud_access_key_id (line 1) but no ncloud_secret_access_key")
        .hasMessageNotContaining("AKID");
  }

  @Test
  void secretWithoutAccessKeyIsBroken() throws IOException {
    write("\nncloud_secret_access_key=TOP-SECRET\n");

    assertBroken()
        .hasMessageEndingWith(
            "the default profile has ncloud_secret_access_key (line 2) but no"
                + " ncloud_access_key_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ncloud_secret_access_key TOP-SECRET", "TOP-SECRET", "= TOP-SECRET"})
  void lineThatIsNothingIsBrokenAndNotShown(String line) throws IOException {
    write(PAIR + line);

    assertBroken()
        .hasMessageEndingWith("line 3 is neither key = value, nor a [section], nor a comment");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[TOP-SECRET", "[]", "[ ]", "[TOP-SECRET] x"})
  void sectionThatIsNoneIsBrokenAndNotShown(String line) throws IOException {
    write("\r\n" + line + "\r\n" + PAIR);

    assertBroken().hasMessageEndingWith("line 2 is not a valid [section]");
  }

  @Test
  void keyGivenTwiceIsBroken() throws IOException {
    write(PAIR + "[DEFAULT]\nncloud_secret_access_key=other\n");

    assertBroken().hasMessageEndingWith("lines 2 and 4 both set ncloud_secret_access_key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"AKID\"", "'AKID", "“AKID”", "\"\""})
  void accessKeyWithQuotesIsBrokenAndNotShown(String value) throws IOException {
    write("ncloud_access_key_id = " + value + "\nncloud_secret_access_key=TOP-SECRET\n");

    assertBroken()
        .hasMessageContaining(
            ": line 1: ncloud_access_key_id has a quotation mark: write the key alone")
        .hasMessageNotContaining("AKID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TOP-SECRET # mine", "TOP-SECRET ; mine", "# mine"})
  void secretWithACommentBehindItIsBrokenAndNotShown(String value) throws IOException {
    write("\nncloud_access_key_id = AKID\nncloud_secret_access_key = " + value);

    assertBroken()
        .hasMessageContaining(
            ": line 3: ncloud_secret_access_key has a comment after it: write the key alone")
        .hasMessageNotContaining("mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"TOP-SECRET\u00a0", "\ufeffTOP-SECRET", "TOP- SECRET", "\u200b", "TOP-SECRET,"})
  void secretWithMoreThanTheKeyIsBrokenAndNotShown(String value) throws IOException {
    write("ncloud_access_key_id = AKID\nncloud_secret_access_key = " + value);

    assertBroken()
        .hasMessageContaining(": line 2: ncloud_secret_access_key ")
        .hasMessageContaining(": write the key alone")
        .hasMessageNotContaining("TOP-");
  }

  @Test
  void quotesInAnotherProfileDoNotMatter() throws IOException {
    write(PAIR + "[dev]\nncloud_access_key_id='DEV'\nncloud_api_url=\"https://x\" # mine\n");

    assertFound("AKID", SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "export ncloud_secret_access_key",
        "set ncloud_secret_access_key",
        "$env:ncloud_secret_access_key",
        "\"ncloud_secret_access_key\"",
        "'ncloud_secret_access_key'",
        "\u00a0ncloud_secret_access_key",
        "ncloud_secret_access_key\u200b",
        "\ufeffncloud_secret_access_key",
      })
  void nameOfAKeyWithMoreThanTheNameIsBroken_notUnknown(String name) throws IOException {
    write("ncloud_access_key_id=AKID\n" + name + " = TOP-SECRET\n");

    assertBroken()
        .hasMessageEndingWith(
            "line 2 has more than ncloud_secret_access_key before the =, such as quotes or"
                + " export: write the name alone");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//ncloud_access_key_id",
        "old_ncloud_access_key_id",
        "ncloud_access_key_id.old",
        "export x",
        "\"x\""
      })
  void otherNamesDoNotMatter(String name) throws IOException {
    write(PAIR + name + " = 'x' # mine");

    assertFound("AKID", SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[DEFAULT\u00a0]", "[\ufeffDEFAULT]", "[DE\u200bFAULT]", "[a\tb]"})
  void sectionWithAnInvisibleCharacterIsBroken_notAnotherProfile(String section)
      throws IOException {
    write(section + "\n" + PAIR);

    assertBroken().hasMessageEndingWith("line 1 has an invisible character in its [section]");
  }

  @Test
  void profileWithASpaceInItsNameIsRead() throws IOException {
    environment.put("NCLOUD_PROFILE", "my profile");
    write("[my profile]\n" + PAIR);

    assertFound("AKID", SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void utf16IsBroken_withOrWithoutItsMark(String charset) throws IOException {
    write("\ufeff" + PAIR, Charset.forName(charset));
    assertBroken()
        .hasMessageEndingWith(
            "is UTF-16, as its byte order mark shows: save it as UTF-8, in PowerShell with"
                + " Set-Content -Encoding utf8 and not with >");

    write("# 한글\n" + PAIR, Charset.forName(charset));
    assertBroken()
        .hasMessageEndingWith(
            "has zero bytes, so it may be UTF-16: save it as UTF-8, in PowerShell with Set-Content"
                + " -Encoding utf8 and not with >");
  }

  @Test
  void utf16WithNothingButItsMarkIsBroken() throws IOException {
    write("\ufeff", StandardCharsets.UTF_16LE);

    assertBroken().hasMessageContaining("is UTF-16");
  }

  @ParameterizedTest
  @CsvSource({
    "'# café\n', 1",
    "'\n# a\r\n\r; é\n', 4",
    "'x = é\n', 1",
    "'[é]\nx=y\n', 1",
    "'# a\n# é', 2",
    "'# a\n\né', 3",
  })
  void lineInAnotherEncodingIsBrokenEvenIfItIsAComment(String text, int line) throws IOException {
    write(text, StandardCharsets.ISO_8859_1);

    assertBroken().hasMessageEndingWith("line " + line + " is not UTF-8: save the file as UTF-8");
  }

  @Test
  void secretInAnotherEncodingIsBrokenAndNotShown() throws IOException {
    write(
        "ncloud_access_key_id=AKID\nncloud_secret_access_key=caf\u00e9\n",
        StandardCharsets.ISO_8859_1);

    assertBroken().hasMessageContaining(": line 2 is not UTF-8").hasMessageNotContaining("caf");
  }

  @Test
  void directoryInPlaceOfTheFileIsBroken() throws IOException {
    Files.createDirectory(file);

    assertBroken().hasMessageEndingWith("is not a regular file");
  }

  @Test
  void hugeFileIsBroken() throws IOException {
    write("#".repeat((1 << 20) + 1));

    assertBroken().hasMessageEndingWith("is larger than 1048576 bytes");
  }

  @Test
  void fileInPlaceOfTheFolderIsBroken() throws IOException {
    assumeTrue(posix());
    Files.delete(home.resolve(".ncloud"));
    Files.writeString(home.resolve(".ncloud"), PAIR);

    assertBroken().hasMessageContaining("cannot be read");
  }

  @Test
  void whatTheFileHadIsKnownForASecond() throws IOException {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    source = new ConfigureFileCredentials(home.toString(), environment::get, nanos::get, log);
    write(PAIR);
    assertThat(source.known()).isNull();
    CredentialsSource.Answer found = source.look();

    Files.delete(file);
    nanos.addAndGet(999_999_999);
    assertThat(source.known()).isEqualTo(found);
    nanos.addAndGet(1);
    assertThat(source.known()).isNull();
    assertThat(source.look().credentials()).isNull();
  }

  @Test
  void brokenFileIsNotKnownForAnything() throws IOException {
    write("broken");

    assertBroken();

    assertThat(source.known()).isNull();
  }

  @Test
  void unchangedFileIsNotReadAgain() throws IOException {
    write(PAIR);
    FileTime modified = Files.getLastModifiedTime(file);
    Credentials first = source.look().credentials();

    write(PAIR.replace("AKID", "EVIL"));
    Files.setLastModifiedTime(file, modified);

    assertThat(source.look().credentials()).isSameAs(first);
  }

  @Test
  void changedFileIsReadAgain() throws IOException {
    write(PAIR);
    assertFound("AKID", SECRET);
    FileTime modified = Files.getLastModifiedTime(file);

    write(PAIR.replace("AKID", "LONGER"));
    Files.setLastModifiedTime(file, modified);
    assertFound("LONGER", SECRET);

    write(PAIR.replace("AKID", "SECOND"));
    Files.setLastModifiedTime(file, FileTime.fromMillis(modified.toMillis() + 10_000));
    assertFound("SECOND", SECRET);

    Files.delete(file);
    assertAbsent("does not exist");
  }

  @Test
  void brokenFileThatIsMendedServes() throws IOException {
    write("nonsense");
    assertBroken();

    write(PAIR);
    assertFound("AKID", SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-"})
  void fileThatOthersCanReadIsWarnedOfOnce(String permissions) throws IOException {
    assumeTrue(posix());
    write(PAIR);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    assertFound("AKID", SECRET);
    Files.writeString(file, PAIR.replace("AKID", "SECOND"));
    assertFound("SECOND", SECRET);

    assertThat(log.lines())
        .containsExactly(
            "WARN "
                + file
                + " holds a secret key and can be read by others: run chmod 600 "
                + file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--------", "rwx--x--x"})
  void fileThatOnlyItsOwnerCanReadIsNotWarnedOf(String permissions) throws IOException {
    assumeTrue(posix());
    write(PAIR);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    assertFound("AKID", SECRET);

    assertThat(log.lines()).isEmpty();
  }

  @Test
  void fileWithoutKeysIsNotWarnedOf() throws IOException {
    assumeTrue(posix());
    write("# nothing\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    source.look();

    assertThat(log.lines()).isEmpty();
  }
}
