import type { Container, ContainerModuleLoadOptions, ServiceIdentifier } from 'inversify';

declare const made: unique symbol;

/** The name of something in the container, which knows its type. */
export type Token<Value> = symbol & { readonly [made]?: (value: Value) => Value };

export const token = <Value>(name: string): Token<Value> => Symbol(name) as Token<Value>;

type Bindings = Pick<ContainerModuleLoadOptions, 'bind'>;
type TokensOf<Deps> = { readonly [Name in keyof Deps]: Token<Deps[Name]> };

/** Binds a token to what a factory makes of its named dependencies, once. A wrong dependency does not compile. */
export const provide = <Value, Deps extends object>(
  bindings: Bindings,
  name: Token<Value>,
  make: (deps: Deps) => Value,
  deps: TokensOf<Deps>,
): void => {
  const names = Object.keys(deps);
  const gather = (...values: unknown[]): Value =>
    make(Object.fromEntries(names.map((key, index) => [key, values[index]])) as Deps);
  const resolved = bindings.bind<Value>(name) as {
    toResolvedValue(make: unknown, from: unknown): { inSingletonScope(): unknown };
  };
  resolved.toResolvedValue(gather, Object.values<ServiceIdentifier>(deps as never)).inSingletonScope();
};

/** Binds a token to something that is there already. */
export const constant = <Value>(bindings: Bindings, name: Token<Value>, value: Value): void => {
  bindings.bind<Value>(name).toConstantValue(value);
};

export const resolve = <Value>(container: Container, name: Token<Value>): Value => container.get<Value>(name);

/** Several things from the container at once, under the names they are asked for by. */
export const resolveAll = <Deps extends object>(container: Container, names: TokensOf<Deps>): Deps =>
  Object.fromEntries(
    Object.entries(names).map(([name, wanted]) => [name, container.get(wanted as ServiceIdentifier)]),
  ) as Deps;
