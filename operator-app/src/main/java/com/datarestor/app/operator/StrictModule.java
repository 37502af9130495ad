package com.datarestor.app.operator;

import com.google.inject.AbstractModule;

/** Nothing is bound by accident. */
final class StrictModule extends AbstractModule {

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().requireExactBindingAnnotations();
    binder().disableCircularProxies();
  }
}
