package io.aisml.systemd;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands a test the {@link Machine} that all tests of this JVM share; booted for the first. */
final class SharedMachine implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedMachine.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Machine.class;
  }

  @Override
  public Machine resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Machine.class, key -> Machine.start(), Machine.class);
  }
}
