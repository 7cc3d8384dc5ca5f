import type { AuthorizationTable, NeedsOf, Place, Unchecked } from './authorization.ts';
import type { Call, Operation, RestRoute, Service } from './service.ts';

/**
 * One operation of a service, with all that is declared of it. A service's maps, its permission table, its routes and
 * docs/SUPPORT.md are made from these declarations. Each stands in a file of its own below the service's `operations/`.
 */
export interface OperationDeclaration<State, Name extends string = string, Metering = unknown> {
  /** AWS's own name, e.g. `SendMessage`. */
  readonly name: Name;
  /**
   * The permissions that a call needs, after https://docs.aws.amazon.com/service-authorization/latest/reference/. Some
   * services look at what they keep to say which resource is meant.
   */
  authorization(input: Unchecked, place: Place, state: State): ReturnType<NeedsOf>;
  /** How it is bound to HTTP; for services that speak a REST protocol. */
  readonly http?: Omit<RestRoute, 'operation'>;
  /** Set where AWS lets anyone call it without a signature. */
  readonly unsigned?: true;
  /** What is counted of its calls, in the form that the service's `metering.ts` reads. */
  readonly metering?: Metering;
  /** Carries it out; see {@link Operation} for the shapes of input and output. Throws AwsError. */
  run(state: State, input: never, call: Call): unknown;
}

/** Declares an operation: the same value, with its name kept as a literal so that misspelt names do not compile. */
export function defineOperation<State, const Name extends string, Metering = never>(
  declaration: OperationDeclaration<State, Name, Metering>,
): OperationDeclaration<State, Name, Metering> {
  return declaration;
}

/** The parts of a service that its declarations make. */
export type DeclaredParts = Pick<Service, 'operations' | 'authorization' | 'routes' | 'unsigned'>;

/** A service's own metering around an operation: `metering` is what the operation declares of it. */
export type Metered<Metering> = (run: Operation, metering: Metering | undefined) => Operation;

/**
 * The operation map, permission table, routes and unsigned operations of a service, over what the service keeps.
 *
 * @param metered for services whose `metering.ts` counts calls from the outside; default: what `run` counts itself
 */
export function declaredParts<State, Metering = unknown>(
  state: State,
  declarations: readonly OperationDeclaration<State, string, Metering>[],
  metered: Metered<Metering> = (run) => run,
): DeclaredParts {
  const operations: Record<string, Operation> = {};
  const authorization: Record<string, AuthorizationTable[string]> = {};
  const routes: RestRoute[] = [];
  const unsigned: string[] = [];
  for (const declaration of declarations) {
    const { name, http } = declaration;
    operations[name] = metered((input, call) => declaration.run(state, input, call), declaration.metering);
    authorization[name] = (input, place) => declaration.authorization(input, place, state);
    if (http) routes.push({ operation: name, ...http });
    if (declaration.unsigned) unsigned.push(name);
  }
  return {
    operations,
    authorization,
    ...(routes.length > 0 ? { routes } : {}),
    ...(unsigned.length > 0 ? { unsigned } : {}),
  };
}
