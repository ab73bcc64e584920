package io.aisml.fetcher.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands a test the {@link AistoreCluster} that all tests of this JVM share: started for the first
 * that asks, stopped after the last. That it cannot be started fails the test. A test class says
 * {@code @ExtendWith(SharedAistore.class)} and takes the cluster in {@code @BeforeAll} or a test.
 */
public final class SharedAistore implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedAistore.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == AistoreCluster.class;
  }

  @Override
  public AistoreCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // The root store is closed after the last test of the JVM, and closes what it holds.
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(
            AistoreCluster.class, key -> AistoreCluster.startShared(), AistoreCluster.class);
  }
}
