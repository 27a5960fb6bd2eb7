package io.github.ncloudcommunity.apigateway.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Everything that is logged by anyone, at every level, until this is closed. */
public final class Overheard implements AutoCloseable {

  private final ListAppender<ILoggingEvent> events = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level levelBefore = root.getLevel();

  /** Turns all logging on. */
  public Overheard() {
    events.start();
    root.addAppender(events);
    root.setLevel(Level.TRACE);
  }

  /** The names of those who logged something. */
  public List<String> loggers() {
    return List.copyOf(events.list).stream().map(ILoggingEvent::getLoggerName).distinct().toList();
  }

  /** The lines, and the stack traces that came with them. */
  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (ILoggingEvent event : List.copyOf(events.list)) {
      texts.add(event.getFormattedMessage());
      if (event.getThrowableProxy() != null) {
        texts.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
    return texts;
  }

  /** The lines of one logger. */
  public List<String> lines(Class<?> logger) {
    return List.copyOf(events.list).stream()
        .filter(event -> event.getLoggerName().equals(logger.getName()))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    root.detachAppender(events);
    root.setLevel(levelBefore);
    events.stop();
  }
}
