import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProvisionError } from './errors.ts';
import { withDigits } from './expressions/json.ts';
import type { Value } from './expressions/syntax.ts';
import { type Exact, plain } from './expressions/values.ts';

/** A JSON object of a definition, with its expressions still in its strings. */
export type Json = { readonly [name: string]: Value };

/**
 * The files of a folder that are one Terraform module together, in the order of their names; none where there is no
 * such folder.
 * @throws ProvisionError where some are in HCL: without them the module would not be whole
 */
export async function terraformFilesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder).catch((): string[] => [])).sort();
  const hcl = names.find((name) => name.endsWith('.tf'));
  if (hcl !== undefined) {
    throw new ProvisionError(
      'UnreadableDefinition',
      `${join(folder, hcl)} is written in HCL, and only JSON is read: write it as *.tf.json, or let CDKTF synthesize it`,
    );
  }
  return names.filter((name) => name.endsWith('.tf.json')).map((name) => join(folder, name));
}

/**
 * What a JSON file has in it.
 * @throws ProvisionError where it is not there, is no JSON, or has a number with more digits than are held here
 */
export async function readJson(file: string): Promise<Value> {
  const content = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new ProvisionError('NoSynthesizedStacks', `there is no ${file}; synthesize the stacks first`);
  });
  try {
    return plain(JSON.parse(content, withDigits) as Exact);
  } catch (error) {
    const reason = error instanceof ProvisionError ? `cannot be read: ${error.message}` : 'is not JSON';
    throw new ProvisionError('UnreadableDefinition', `${file} ${reason}`, {}, error);
  }
}

/** Sections whose blocks have a type and a name, and those whose blocks have a name. */
const LABELS: Readonly<Record<string, number>> = { resource: 2, data: 2, output: 1, locals: 1, terraform: 1 };

/**
 * The sections of a module's files as one. Terraform lets a section, and each block in it, be a list.
 * @throws ProvisionError where two blocks have the same labels
 */
export function mergedSections(files: readonly Value[], stack: string): Json {
  const merged: Record<string, Value> = {};
  for (const file of files) {
    for (const [section, value] of Object.entries(record(file, stack))) {
      const depth = LABELS[section];
      if (depth === undefined) merged[section] = value;
      else merged[section] = mergedBlocks([merged[section] ?? {}, value], depth, stack, section);
    }
  }
  return merged;
}

function mergedBlocks(values: readonly Value[], depth: number, stack: string, at: string): Json {
  const merged: Record<string, Value> = {};
  for (const block of values.flatMap(blocksOf)) {
    for (const [label, body] of Object.entries(record(block, stack))) {
      const known = merged[label];
      if (depth > 1) merged[label] = mergedBlocks([known ?? {}, body], depth - 1, stack, label);
      else if (known === undefined || label === '//') merged[label] = bodyOf(body, at);
      else {
        const what = `${at === 'terraform' ? '' : `${at}.`}${label}`;
        throw new ProvisionError('UnreadableDefinition', `${what} is defined twice`, { stack });
      }
    }
  }
  return merged;
}

/** A block may stand in a list of one; the value of a local may be a list of its own. */
function bodyOf(body: Value, section: string): Value {
  return section !== 'locals' && Array.isArray(body) && body.length === 1 ? (body[0] as Value) : body;
}

function blocksOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [value];
}

/**
 * `value` as an object of a definition.
 * @param where to say what is none
 * @throws ProvisionError where it is something else
 */
export function record(value: Value | undefined, where: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new ProvisionError('UnreadableDefinition', `${where} does not have the shape of a definition`);
}
