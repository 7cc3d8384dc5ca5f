import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { SETTING_NAMES } from '../../cdktf/setting-names.ts';
import { loadSettings } from '../../cdktf/settings.ts';
import { synthesizeStacks } from '../../main.ts';

export const ROOT = path.resolve(import.meta.dirname, '..', '..');

export type StackName = 'data' | 'identity' | 'approvals' | 'api' | 'monitoring' | 'pipeline';
export const STACKS: readonly StackName[] = ['data', 'identity', 'approvals', 'api', 'monitoring'];

/** The arguments of one resource, as Terraform reads them. */
export type Arguments = Readonly<Record<string, unknown>>;

/** One synthesized stack. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  readonly output?: Readonly<Record<string, { value: unknown }>>;
  readonly terraform: { readonly backend: Readonly<Record<string, Arguments>> };
}

/** The synthesized stacks, in a folder that is removed at the end. */
export interface Synthesis extends Disposable {
  readonly folder: string;
  /** The text of a stack's `cdk.tf.json`. */
  text(name: StackName): string;
  stack(name: StackName): StackJson;
}

/** This process's environment with these settings and no others: an empty one counts as unset. */
export function environmentWith<Settings extends Record<string, string>>(settings: Settings) {
  const unset = Object.fromEntries(SETTING_NAMES.map((name) => [name, '']));
  return { ...process.env, ...unset, ...settings };
}

/**
 * Synthesizes all stacks in this process; default stage: dev.
 * @param environment settings, and no others are read
 */
export async function synthesize(environment: Record<string, string> = {}): Promise<Synthesis> {
  const settings = loadSettings({ STAGE: 'dev', ...environment });
  const folder = mkdtempSync(path.join(os.tmpdir(), 'expense-synth-'));
  await synthesizeStacks(settings, folder);
  return synthesisIn(folder, settings.stage);
}

/**
 * As {@link synthesize}, by `node main.ts`.
 * @param environment settings, beside the variables of this process
 * @param nodeOptions options of node, before the script
 */
export async function synthesizeByProgram(
  environment: Record<string, string> = {},
  nodeOptions: readonly string[] = [],
): Promise<Synthesis> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'expense-synth-'));
  const env = { ...environmentWith({ STAGE: 'dev', ...environment }), CDKTF_OUTDIR: folder };
  await promisify(execFile)(process.execPath, [...nodeOptions, 'main.ts'], { cwd: ROOT, env });
  return synthesisIn(folder, env.STAGE);
}

function synthesisIn(folder: string, stage: string): Synthesis {
  const text = (name: StackName) =>
    readFileSync(path.join(folder, 'stacks', `${name}-${stage}`, 'cdk.tf.json'), 'utf8');
  return {
    folder,
    text,
    stack: (name) => JSON.parse(text(name)),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** All resources of a type, by their logical names. */
export function resourcesOf(stack: StackJson, type: string): Readonly<Record<string, Arguments>> {
  return stack.resource?.[type] ?? {};
}

/** The one resource of a type in the stack, or the one whose logical name begins with `prefix`. */
export function resource(stack: StackJson, type: string, prefix = ''): Arguments {
  const found = Object.entries(resourcesOf(stack, type)).filter(([name]) => name.startsWith(prefix));
  const [only] = found;
  if (!only || found.length > 1) throw new Error(`${found.length} resources are ${type}.${prefix}*`);
  return only[1];
}

/** A policy statement, with lists where IAM also allows a single text. */
export interface PolicyStatement {
  readonly effect: string;
  readonly principal: unknown;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: unknown;
}

/** The statements of a policy document in JSON text. */
export function statementsOf(policy: unknown): PolicyStatement[] {
  const document = JSON.parse(String(policy)) as { Statement: Record<string, unknown>[] };
  return document.Statement.map((statement) => ({
    effect: String(statement.Effect),
    principal: statement.Principal,
    actions: [statement.Action ?? []].flat() as string[],
    resources: [statement.Resource ?? []].flat() as string[],
    condition: statement.Condition,
  }));
}
