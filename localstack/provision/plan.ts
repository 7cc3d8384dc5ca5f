import { isDeepStrictEqual } from 'node:util';
import { block, checkArguments, decodeArguments, type Fields, flag, optional } from './arguments.ts';
import { dataSource } from './data-sources/index.ts';
import { ProvisionError, placed } from './errors.ts';
import { unknownFunction } from './expressions/evaluate.ts';
import { functions } from './expressions/functions.ts';
import { parseTemplate } from './expressions/parse.ts';
import { type ReferencePath, walk } from './expressions/references.ts';
import { eachString } from './expressions/templates.ts';
import { inOrder } from './order.ts';
import type { ResourceType } from './resource.ts';
import { resourceTypes } from './resources/index.ts';
import type { SynthesizedStack } from './synthesized.ts';
import type { Json } from './terraform-files.ts';

/** One thing of a definition that others may refer to. */
export interface PlanNode {
  /** `STACK/ADDRESS`. */
  readonly key: string;
  readonly stack: SynthesizedStack;
  /** As a reference begins: `aws_x.y`, `data.aws_x.y`, `local.x`, `var.x`, `output.x`. */
  readonly address: string;
  readonly kind: 'resource' | 'data' | 'local' | 'output';
  readonly type: string;
  /** Arguments without meta-arguments; for a local or an output its value under `value`. */
  readonly body: Json;
  /** Whether its lifecycle forbids to destroy it. */
  readonly preventDestroy: boolean;
  /** Keys of the nodes this one needs. */
  readonly needs: readonly string[];
}

/** A checked definition: everything in it is understood, and in an order in which it can be made. */
export interface Plan {
  readonly nodes: ReadonlyMap<string, PlanNode>;
  /** Each stack after those it depends on. */
  readonly stacks: readonly SynthesizedStack[];
  /** Each node after those it needs. */
  readonly order: readonly PlanNode[];
  readonly types: ReadonlyMap<string, ResourceType>;
  /** The stack that each `terraform_remote_state` reads, by the data source's key. */
  readonly states: ReadonlyMap<string, string>;
}

type Draft = Omit<PlanNode, 'needs'> & { readonly dependsOn: readonly string[] };

/**
 * Reads all stacks as one graph and refuses, before anything is created, what provisioning does not understand:
 * a type, an argument, a function, a reference, a meta-argument; and what has no order.
 * @throws ProvisionError naming the stack, the address and the argument
 */
export async function plan(stacks: readonly SynthesizedStack[]): Promise<Plan> {
  const types = await resourceTypes(stacks.flatMap((stack) => neededTypes(stack)));
  const drafts = stacks.flatMap(draftsOf);
  const known = new Map(drafts.map((draft) => [draft.key, draft]));
  const states = statesOf(drafts, stacks);
  const nodes = new Map<string, PlanNode>();
  for (const draft of drafts) {
    const needs = placed({ stack: draft.stack.name, address: draft.address }, () => {
      checkArguments(fieldsOf(draft, types), draft.body);
      return needsOf(draft, known, states, types);
    });
    nodes.set(draft.key, { ...draft, needs });
  }
  return { nodes, stacks: stacksInOrder(stacks), order: inOrder(nodes, nodeFault), types, states };
}

function neededTypes(stack: SynthesizedStack): { type: string; stack: string; address: string }[] {
  return Object.entries(stack.resources).map(([type, resources]) => ({
    type,
    stack: stack.name,
    address: `${type}.${Object.keys(resources)[0]}`,
  }));
}

function draftsOf(stack: SynthesizedStack): Draft[] {
  const drafts: Draft[] = [];
  const add = (kind: PlanNode['kind'], type: string, address: string, content: Json) => {
    const { '//': _notes, depends_on: dependsOn, lifecycle, ...body } = content;
    const place = { stack: stack.name, address };
    placed(place, () => {
      refuseMetaArguments(body);
      checkArguments(LIFECYCLE, { lifecycle: lifecycle ?? null });
    });
    const { lifecycle: guard } = decodeArguments(LIFECYCLE, { lifecycle: lifecycle ?? null });
    drafts.push({
      key: `${stack.name}/${address}`,
      stack,
      kind,
      type,
      address,
      body,
      preventDestroy: guard?.prevent_destroy ?? false,
      dependsOn: (dependsOn as string[] | undefined) ?? [],
    });
  };
  for (const [type, resources] of Object.entries(stack.resources)) {
    for (const [name, body] of Object.entries(resources)) add('resource', type, `${type}.${name}`, body);
  }
  for (const [type, sources] of Object.entries(stack.data)) {
    for (const [name, body] of Object.entries(sources)) add('data', type, `data.${type}.${name}`, body);
  }
  for (const [name, value] of Object.entries(stack.locals)) add('local', 'local', `local.${name}`, { value });
  for (const [name, value] of Object.entries(stack.variables)) add('local', 'var', `var.${name}`, { value });
  for (const [name, output] of Object.entries(stack.outputs)) {
    const { value, sensitive: _sensitive, description: _description, ...others } = output;
    add('output', 'output', `output.${name}`, { ...others, value: value ?? null });
  }
  return drafts;
}

/** What of a lifecycle is understood: a resource that is not to be destroyed is not replaced either. */
const LIFECYCLE = { lifecycle: optional(block({ prevent_destroy: flag })) };

/** Terraform's own arguments of every resource, besides `depends_on`; none occurs, so none is understood. */
const META_ARGUMENTS = ['count', 'for_each', 'provider', 'provisioner', 'connection', 'dynamic'];

function refuseMetaArguments(body: Json): void {
  const found = META_ARGUMENTS.find((name) => Object.hasOwn(body, name));
  if (found === undefined) return;
  throw new ProvisionError('UnsupportedMetaArgument', `the meta-argument ${found} is not supported`, {
    argument: found,
  });
}

const VALUE_ONLY: Fields = { value: { check() {}, decode: (value) => value } };

function fieldsOf(draft: Draft, types: ReadonlyMap<string, ResourceType>): Fields {
  if (draft.kind === 'resource') return requiredType(types, draft.type).arguments;
  if (draft.kind === 'data') return dataSource(draft.type).arguments;
  return VALUE_ONLY;
}

function requiredType(types: ReadonlyMap<string, ResourceType>, type: string): ResourceType {
  const found = types.get(type);
  if (!found) throw new ProvisionError('UnknownResourceType', `the resource type ${type} is not supported`);
  return found;
}

function needsOf(
  draft: Draft,
  known: ReadonlyMap<string, Draft>,
  states: ReadonlyMap<string, string>,
  types: ReadonlyMap<string, ResourceType>,
): string[] {
  const needs = new Set<string>();
  const need = (key: string): Draft => {
    const target = known.get(key);
    if (!target)
      throw new ProvisionError('UnknownReference', `there is no ${key.split('/')[1]} in the stack`);
    needs.add(key);
    return target;
  };
  for (const address of draft.dependsOn) {
    placed({ argument: 'depends_on' }, () => need(`${draft.stack.name}/${address}`));
  }
  eachString(draft.body, '', (source, argument) => {
    placed({ argument, expression: source.length > 160 ? `${source.slice(0, 157)}...` : source }, () =>
      walk(parseTemplate(source), visit, refuseUnknownFunction),
    );
  });
  function visit(path: ReferencePath): void {
    if (path[0] === 'path' || path[0] === 'terraform') return;
    const address = addressOf(path);
    const target = need(`${draft.stack.name}/${address}`);
    if (target.kind === 'resource') checkAttribute(requiredType(types, target.type), path[2], address);
    const other = states.get(target.key);
    if (other !== undefined) need(`${other}/output.${path[4] ?? ''}`);
  }
  return [...needs];
}

/** The part of a reference that names a node: `aws_x.y`, `data.aws_x.y`, `local.x`. */
export function addressOf(path: ReferencePath): string {
  return path.slice(0, path[0] === 'data' ? 3 : 2).join('.');
}

function checkAttribute(type: ResourceType, attribute: string | undefined, address: string): void {
  if (attribute === undefined) {
    throw new ProvisionError('UnsupportedExpression', `${address} as a whole is not a value here`);
  }
  if (type.attributes.includes(attribute) || Object.hasOwn(type.arguments, attribute)) return;
  throw new ProvisionError('UnknownReference', `${type.type} has no attribute ${attribute} here`);
}

function refuseUnknownFunction(name: string): void {
  if (!Object.hasOwn(functions, name)) throw unknownFunction(name);
}

function statesOf(drafts: readonly Draft[], stacks: readonly SynthesizedStack[]): Map<string, string> {
  const sources = drafts.filter((draft) => draft.type === 'terraform_remote_state');
  return new Map(
    sources.map((source) =>
      placed({ stack: source.stack.name, address: source.address }, () => [
        source.key,
        owner(source, stacks),
      ]),
    ),
  );
}

/** The stack whose state a `terraform_remote_state` reads: the one with the same backend. */
function owner(source: Draft, stacks: readonly SynthesizedStack[]): string {
  const { backend, config } = source.body;
  const wanted = (config ?? {}) as Json;
  const found = stacks.find((stack) => {
    const own = (stack.backend as Json | null)?.[String(backend)] as Json | undefined;
    return own && Object.entries(wanted).every(([name, value]) => isDeepStrictEqual(own[name], value));
  });
  if (found) return found.name;
  throw new ProvisionError('UnknownStack', 'the state it reads belongs to no stack of this definition');
}

function stacksInOrder(stacks: readonly SynthesizedStack[]): SynthesizedStack[] {
  const byName = new Map(stacks.map((stack) => [stack.name, { stack, needs: stack.dependencies }]));
  for (const stack of stacks) {
    const missing = stack.dependencies.find((name) => !byName.has(name));
    if (missing === undefined) continue;
    throw new ProvisionError('UnknownStack', `it depends on the stack ${missing}, which is not there`, {
      stack: stack.name,
    });
  }
  const fault = (way: readonly string[]) =>
    new ProvisionError('Cycle', `these stacks need each other: ${way.join(' → ')}`);
  return inOrder(byName, fault).map(({ stack }) => stack);
}

function nodeFault(way: readonly string[]): ProvisionError {
  const [stack = ''] = (way[0] ?? '').split('/');
  const names = way.map((key) => (key.startsWith(`${stack}/`) ? key.slice(stack.length + 1) : key));
  return new ProvisionError('Cycle', `these need each other: ${names.join(' → ')}`, { stack });
}
