import type { ResourcePolicy } from '../../core/authorization.ts';
import { TAG_AWARE_SERVICES, tagAskedFor } from './condition-keys.ts';
import { type Condition, checkedTemplate, compileCondition } from './conditions.ts';
import { PolicyError } from './policy-error.ts';
import {
  compilePrincipal,
  isFederatedOnly,
  type PrincipalMatch,
  type PrincipalMatcher,
} from './principals.ts';
import { arnMatcher, globMatcher, type KeyLookup, type TemplateMatcher } from './template.ts';

/** One action and one resource of one statement, as they are written: the smallest thing that can be taken away. */
export interface Grant {
  readonly policy: string;
  /** The statement's place in its policy, from 0. */
  readonly statement: number;
  readonly effect: 'Allow' | 'Deny';
  readonly action: string;
  readonly resource: string;
}

/** A statement, ready to be asked. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** Whether the statement is about the action at all. */
  concerns(action: string): boolean;
  /** The grant by which the request matches, conditions and all; undefined where it does not. */
  match(action: string, resource: string, keys: KeyLookup): Grant | undefined;
  /** For resource policies: whether it means the caller. */
  readonly principal: PrincipalMatcher;
  /** Whether it says by `NotPrincipal` whom it does not mean. */
  readonly excepts: boolean;
  /** What an Allow grants, one by one. */
  readonly grants: readonly Grant[];
}

/** A policy, ready to be asked. */
export interface Policy {
  readonly statements: readonly Statement[];
  /** The statements that concern an action; remembered, as few actions are asked for often. */
  about(action: string): readonly Statement[];
}

type Members = Readonly<Record<string, unknown>>;

/**
 * Prepares a policy document.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @param name what the policy is called where a decision is explained
 * @throws PolicyError naming what is wrong, or cannot be enforced here
 */
export function compilePolicy(document: ResourcePolicy, name: string): Policy {
  const parsed = (typeof document === 'string' ? parse(document) : document) as Members;
  const variables = parsed.Version === '2012-10-17';
  const statements = [parsed.Statement]
    .flat()
    .map((statement, index) => compileStatement(statement, { policy: name, index, variables }));
  const remembered = new Map<string, readonly Statement[]>();
  return {
    statements,
    about(action) {
      let found = remembered.get(action);
      if (!found) {
        found = statements.filter((statement) => statement.concerns(action));
        remembered.set(action, found);
      }
      return found;
    },
  };
}

function parse(document: string): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    throw new PolicyError('Policies must be valid JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null) throw new PolicyError('A policy must be a JSON object.');
  if ((parsed as Members).Statement === undefined) throw new PolicyError('Missing required field Statement');
  return parsed;
}

interface Where {
  readonly policy: string;
  readonly index: number;
  readonly variables: boolean;
}

function compileStatement(statement: unknown, where: Where): Statement {
  if (typeof statement !== 'object' || statement === null) throw new PolicyError('Syntax errors in policy.');
  const members = statement as Members;
  const effect = members.Effect;
  if (effect !== 'Allow' && effect !== 'Deny') throw new PolicyError(`Invalid effect: ${String(effect)}`);
  const actions = element(members, 'Action', (text) => globMatcher(checkedTemplate(text, false), true));
  const resources = element(members, 'Resource', (text) =>
    arnMatcher(checkedTemplate(text, where.variables)),
  );
  const grants = actions.texts.map((action) =>
    resources.texts.map(
      (resource): Grant => ({ policy: where.policy, statement: where.index, effect, action, resource }),
    ),
  );
  const conditions = compileConditions(members, where.variables);
  checkTagsAreKnown(members, actions.texts);
  return {
    effect,
    principal: principalOf(members),
    excepts: members.NotPrincipal !== undefined,
    grants: grants.flat(),
    concerns: (action) => actions.find(action, NO_KEYS) !== undefined,
    match(action, resource, keys) {
      const byAction = actions.find(action, NO_KEYS);
      if (byAction === undefined) return undefined;
      const byResource = resources.find(resource, keys);
      if (byResource === undefined || !conditions.every((holds) => holds(keys))) return undefined;
      return grants[byAction]?.[byResource];
    },
  };
}

const NO_KEYS: KeyLookup = () => undefined;

interface Element {
  readonly texts: readonly string[];
  /** The place of the text that matches; undefined where none does. */
  find(value: string, keys: KeyLookup): number | undefined;
}

/** Action or NotAction, Resource or NotResource. Neither, as in trust policies, matches all. */
function element(members: Members, name: string, compile: (text: string) => TemplateMatcher): Element {
  const [only, except] = [members[name], members[`Not${name}`]];
  if (only !== undefined && except !== undefined) {
    throw new PolicyError(`A statement must not have both ${name} and Not${name}.`);
  }
  if (name === 'Action' && only === undefined && except === undefined) {
    throw new PolicyError('Policy statement must contain actions.');
  }
  const texts = [only ?? except ?? '*'].flat().map(String);
  const matchers = texts.map(compile);
  if (except === undefined) {
    return {
      texts,
      find(value, keys) {
        const index = matchers.findIndex((matches) => matches(value, keys));
        return index < 0 ? undefined : index;
      },
    };
  }
  return {
    texts: [`all but ${texts.join(', ')}`],
    find: (value, keys) => (matchers.some((matches) => matches(value, keys)) ? undefined : 0),
  };
}

function compileConditions(members: Members, variables: boolean): readonly Condition[] {
  if (members.Condition === undefined || isFederatedOnly(members.Principal)) return [];
  return Object.entries(members.Condition as Readonly<Record<string, Members>>).flatMap(([operator, lines]) =>
    Object.entries(lines).map(([key, values]) =>
      compileCondition(operator, key, [values].flat().map(String), variables),
    ),
  );
}

/** The tags of a resource are known of some services alone: a condition on others' could never be decided. */
function checkTagsAreKnown(members: Members, actions: readonly string[]): void {
  const lines = Object.values((members.Condition ?? {}) as Readonly<Record<string, Members>>);
  const key = lines.flatMap(Object.keys).find((each) => tagAskedFor(each)?.of === 'resource');
  if (key === undefined) return;
  const unaware = actions.find((action) => !TAG_AWARE_SERVICES.includes(action.split(':')[0] ?? ''));
  if (unaware !== undefined) {
    throw new PolicyError(
      `The embedded AWS cannot decide the condition key "${key}" for "${unaware}", only for actions of ${TAG_AWARE_SERVICES.join(', ')}.`,
    );
  }
}

function principalOf(members: Members): PrincipalMatcher {
  if (members.Principal !== undefined) return compilePrincipal(members.Principal);
  if (members.NotPrincipal === undefined) return () => undefined;
  const excepted = compilePrincipal(members.NotPrincipal);
  return (principal): PrincipalMatch => (excepted(principal) === undefined ? 'self' : undefined);
}
