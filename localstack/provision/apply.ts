import type { Aws } from './aws.ts';
import { dataSource } from './data-sources/index.ts';
import { named, ProvisionError } from './errors.ts';
import type { Scope } from './expressions/evaluate.ts';
import { parseTemplate } from './expressions/parse.ts';
import { walk } from './expressions/references.ts';
import type { ArgumentValues, Value } from './expressions/syntax.ts';
import { evaluateAll, evaluateAllExactly, isTemplate } from './expressions/templates.ts';
import { type Exact, type ExactObject, plain } from './expressions/values.ts';
import { addressOf, type Plan, type PlanNode } from './plan.ts';
import { PrioritySemaphore } from './priority-semaphore.ts';
import { defaultTags } from './provider.ts';
import { recordsAfterFailure } from './records-after-failure.ts';
import { type Removal, type Replaced, removeObsolete } from './removal.ts';
import { toDestroy, toReplace } from './replacement.ts';
import type { Change, Difference, ResourceType, Tools } from './resource.ts';
import type { ResourceRecord } from './resource-record.ts';
import { passingOf, retry, until } from './retry.ts';
import type { SynthesizedStack } from './synthesized.ts';

/** What became of one resource. */
export interface Outcome {
  readonly node: PlanNode;
  readonly change: Change;
  /** The arguments in force, with every expression evaluated. */
  readonly arguments: ArgumentValues;
  /** What only a replacement would change. */
  readonly differences: readonly Difference[];
  /** What AWS said to the other changes, where it refuses them without the replacement. */
  readonly refusal?: string | undefined;
  /** What is lost with it when it is deleted. */
  readonly holds?: string | undefined;
  readonly attributes: Readonly<Record<string, Value>>;
}

export interface Result extends Removal {
  readonly outcomes: readonly Outcome[];
  /** The value of every output, by stack. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, Value>>>>;
}

export interface ApplyOptions {
  readonly aws: Aws;
  readonly region: string;
  /** Whether nothing was ever provisioned there, so that nothing need be looked for before it is created. */
  readonly empty?: boolean | undefined;
  /** What the last run left there, as far as it is known: {@link Result.records}. */
  readonly before?: readonly ResourceRecord[] | undefined;
  /** Addresses of what is deleted and made anew. */
  readonly replace?: readonly string[] | undefined;
  /** Addresses of what is deleted though it holds data, since the definition has it no longer. */
  readonly destroy?: readonly string[] | undefined;
  /** Types that were left out of the plan. */
  readonly without?: readonly string[] | undefined;
  /** How many resources are made at once; ten, as Terraform does. */
  readonly parallelism?: number;
  /** Called as each stack is complete, with the values of its outputs. */
  readonly onStack?: (
    stack: SynthesizedStack,
    outcomes: readonly Outcome[],
    outputs: Readonly<Record<string, Value>>,
  ) => void;
}

/**
 * Makes what the plan says, and then takes away what an earlier run made for a definition that still had it: a resource as soon as all it refers to is there, in whatever stack that is, and a stack
 * whole after those it depends on without reading anything of them. The first failure stops what has not begun; what
 * is under way is waited for.
 * @throws ProvisionError naming the stack, the address and the argument, with the records of all that is there by then
 */
export async function apply(plan: Plan, options: ApplyOptions): Promise<Result> {
  const run = new Run(plan, options);
  const { stacks } = plan;
  const settled = await Promise.allSettled(stacks.map((stack) => run.stack(stack)));
  const failure = run.failure ?? settled.find((result) => result.status === 'rejected')?.reason;
  if (failure) throw run.withRecords(failure);
  const takenAway = await run.removeObsolete().catch((error: unknown) => {
    throw run.withRecords(error);
  });
  return { ...takenAway, outcomes: run.outcomes, outputs: run.outputs(stacks) };
}

class Run {
  readonly outcomes: Outcome[] = [];
  failure: unknown;
  readonly #plan: Plan;
  readonly #options: ApplyOptions;
  readonly #values = new Map<string, Exact>();
  readonly #stacks = new Map<string, Promise<void>>();
  readonly #nodes = new Map<string, Promise<void>>();
  readonly #semaphore: PrioritySemaphore;
  /** A stack that others need goes before them, so that what follows it outside can begin. */
  readonly #ranks: ReadonlyMap<SynthesizedStack, number>;
  readonly #created = new Set<string>();
  readonly #replaced = new Set<string>();
  readonly #later: Replaced[] = [];
  readonly #before: ReadonlyMap<string, ResourceRecord>;
  readonly #replace: ReadonlySet<string>;
  readonly #destroy: ReadonlySet<ResourceRecord>;
  #accountId: Promise<string> | undefined;

  constructor(plan: Plan, options: ApplyOptions) {
    this.#plan = plan;
    this.#options = options;
    const before = options.before ?? [];
    this.#before = new Map(before.map((record) => [`${record.stack}/${record.address}`, record]));
    this.#replace = toReplace(plan, options.replace);
    this.#destroy = toDestroy(plan, before, options.destroy);
    this.#semaphore = new PrioritySemaphore(options.parallelism ?? 10);
    this.#ranks = new Map(plan.stacks.map((stack, rank) => [stack, rank]));
  }

  /** Completes a stack. */
  stack(stack: SynthesizedStack): Promise<void> {
    let running = this.#stacks.get(stack.name);
    if (!running) {
      running = this.#completeStack(stack);
      this.#stacks.set(stack.name, running);
    }
    return running;
  }

  outputs(stacks: Iterable<SynthesizedStack>): Record<string, Record<string, Value>> {
    return Object.fromEntries([...stacks].map((stack) => [stack.name, this.#outputsOf(stack)]));
  }

  #outputsOf(stack: SynthesizedStack): Record<string, Value> {
    const names = Object.keys(stack.outputs);
    return Object.fromEntries(
      names.map((name) => [name, plain(this.#values.get(`${stack.name}/output.${name}`) ?? null)]),
    );
  }

  async #completeStack(stack: SynthesizedStack): Promise<void> {
    const before = this.#plan.stacks.filter((other) => this.#hasToWaitFor(stack, other));
    await Promise.all(before.map((other) => this.stack(other)));
    const own = [...this.#plan.nodes.values()].filter((node) => node.stack === stack);
    await Promise.all(own.map((node) => this.#node(node)));
    this.#options.onStack?.(
      stack,
      this.outcomes.filter((outcome) => outcome.node.stack === stack),
      this.#outputsOf(stack),
    );
  }

  /**
   * Whether nothing of a stack may be begun before another one is complete. What reads the other's state waits for
   * just what it reads, so that a slow service keeps nobody waiting who does not need it.
   */
  #hasToWaitFor(stack: SynthesizedStack, other: SynthesizedStack): boolean {
    if (!stack.dependencies.includes(other.name)) return false;
    const reads = [...this.#plan.states].some(
      ([source, read]) => read === other.name && this.#plan.nodes.get(source)?.stack === stack,
    );
    return !reads;
  }

  /** A node is begun by its own stack, so that nothing runs ahead of a stack that has to come first. */
  #node(node: PlanNode): Promise<void> {
    let running = this.#nodes.get(node.key);
    if (!running) {
      running = this.#realize(node).catch((error: unknown) => {
        this.failure ??= error;
        throw error;
      });
      this.#nodes.set(node.key, running);
    }
    return running;
  }

  async #realize(node: PlanNode): Promise<void> {
    await Promise.all(node.needs.map((key) => this.#need(key)));
    try {
      const value = await this.#semaphore.run(this.#ranks.get(node.stack) ?? 0, () => this.#valueOf(node));
      this.#values.set(node.key, value);
    } catch (error) {
      throw named(error, { stack: node.stack.name, address: node.address });
    }
  }

  #need(key: string): Promise<void> | undefined {
    const node = this.#plan.nodes.get(key);
    return node && this.#node(node);
  }

  async #valueOf(node: PlanNode): Promise<Exact> {
    if (this.failure) throw this.failure;
    const scope = this.#scope(node.stack);
    if (node.kind === 'local' || node.kind === 'output') {
      return (evaluateAllExactly(node.body, scope) as ExactObject).value ?? null;
    }
    const values = evaluateAll(node.body, scope) as Record<string, Value>;
    const tools = this.#tools(node.stack);
    if (node.kind === 'data') return { ...values, ...(await dataSource(node.type).read(tools, values)) };
    const type = this.#plan.types.get(node.type);
    if (!type)
      throw new ProvisionError('UnknownResourceType', `the resource type ${node.type} is not supported`);
    const { attributes, ...outcome } = await this.#applied(node, type, values, tools);
    this.outcomes.push({ node, attributes, ...outcome, holds: type.holds });
    if (outcome.change === 'created') this.#created.add(node.key);
    if (outcome.change === 'replaced') this.#replaced.add(node.key);
    return attributes;
  }

  async #applied(
    node: PlanNode,
    type: ResourceType,
    values: ArgumentValues,
    tools: Tools,
  ): Promise<Omit<Outcome, 'node'>> {
    const fresh = this.#options.empty || this.#isWithin(node, type, this.#created);
    // What was in a container that was replaced went with the old one.
    const before = this.#isWithin(node, type, this.#replaced)
      ? undefined
      : this.#before.get(node.key)?.arguments;
    const passing = passingOf(type);
    if (!this.#replace.has(node.key)) {
      const nameWasTaken = this.#wasMade(type, values, node);
      return retry(() => type.apply(values, tools, { fresh, arguments: before, nameWasTaken }), passing);
    }
    const remove = (before && (await type.existing(before, tools))) ?? (await type.existing(values, tools));
    if (remove && type.createFirst) this.#later.push({ node, type, remove });
    else if (remove) await retry(remove, passing);
    const anew = fresh || (remove !== undefined && type.createFirst);
    const applied = await retry(() => type.apply(values, tools, { fresh: anew }), passing);
    return { ...applied, change: remove ? 'replaced' : applied.change };
  }

  /** Whether the last run made what is identified so, at another address. */
  #wasMade(type: ResourceType, values: ArgumentValues, node: PlanNode): boolean {
    const identity = type.identityOf(values);
    return [...this.#before].some(
      ([key, record]) =>
        key !== node.key && record.type === type.type && type.identityOf(record.arguments) === identity,
    );
  }

  /** Whether what contains the resource is one of `containers`. */
  #isWithin(node: PlanNode, type: ResourceType, containers: ReadonlySet<string>): boolean {
    const container = type.within === undefined ? undefined : node.body[type.within];
    if (typeof container !== 'string' || !isTemplate(container)) return false;
    let within = false;
    walk(
      parseTemplate(container),
      (path) => {
        within ||= containers.has(`${node.stack.name}/${addressOf(path)}`);
      },
      () => {},
    );
    return within;
  }

  /** Deletes what was replaced and what is no longer in the definition, now that nothing uses it. */
  removeObsolete(): Promise<Removal> {
    const { before = [], without = [] } = this.#options;
    return removeObsolete({
      plan: this.#plan,
      before,
      now: this.outcomes.map(recordOf),
      replaced: this.#later,
      destroy: this.#destroy,
      without,
      toolsOf: (stack) => this.#tools(stack),
    });
  }

  /** The failure with the records of all that is there. */
  withRecords(failure: unknown): unknown {
    if (!(failure instanceof ProvisionError) || failure.records) return failure;
    const { before = [] } = this.#options;
    const isWaiting = ({ stack, address }: ResourceRecord) =>
      this.#later.some(({ node }) => node.key === `${stack}/${address}`);
    const now = this.outcomes.map(recordOf);
    return failure.leaving(recordsAfterFailure({ before, now, types: this.#plan.types, isWaiting }));
  }

  #scope(stack: SynthesizedStack): Scope {
    return {
      directory: stack.directory,
      resolve: (path) => {
        if (path[0] === 'path') return { value: '.', used: 2 };
        if (path[0] === 'terraform' && path[1] === 'workspace') return { value: 'default', used: 2 };
        const address = addressOf(path);
        const key = `${stack.name}/${address}`;
        const state = this.#plan.states.get(key);
        if (state !== undefined) return { value: this.#value(`${state}/output.${path[4]}`), used: 5 };
        return { value: this.#value(key), used: address.split('.').length };
      },
    };
  }

  #value(key: string): Exact {
    const value = this.#values.get(key);
    if (value !== undefined) return value;
    throw new ProvisionError('UnknownReference', `nothing is known of ${key}`);
  }

  #account(): Promise<string> {
    this.#accountId ??= this.#options.aws
      .sts()
      .then((sts) => sts.getCallerIdentity({}))
      .then(({ Account = '' }) => Account);
    return this.#accountId;
  }

  #tools(stack: SynthesizedStack): Tools {
    return {
      aws: this.#options.aws,
      region: this.#options.region,
      account: () => this.#account(),
      tags: defaultTags(stack),
      directory: stack.directory,
      until,
    };
  }
}

function recordOf({ node, arguments: values, attributes }: Outcome): ResourceRecord {
  const { address, type, stack } = node;
  return { stack: stack.name, address, type, arguments: values, id: String(attributes.id) };
}
