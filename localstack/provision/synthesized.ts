import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProvisionError } from './errors.ts';
import type { Value } from './expressions/syntax.ts';

/** A JSON object of a definition, with its expressions still in its strings. */
export type Json = { readonly [name: string]: Value };

/** One stack as CDKTF synthesized it (https://developer.hashicorp.com/terraform/language/syntax/json). */
export interface SynthesizedStack {
  readonly name: string;
  /** Where relative file names in the definition begin; absolute. */
  readonly directory: string;
  /** The stacks that have to be applied first. */
  readonly dependencies: readonly string[];
  readonly backend: Value;
  readonly provider: Json;
  readonly resources: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly data: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly locals: Json;
  readonly outputs: Readonly<Record<string, Json>>;
}

const SECTIONS = ['//', 'terraform', 'provider', 'resource', 'data', 'locals', 'output'];

/**
 * Reads every stack that CDKTF wrote.
 * @param directory CDKTF's output folder: `cdktf.out`
 * @throws ProvisionError when there is none, or a stack has a section that is not understood
 */
export async function readSynthesized(directory: string): Promise<SynthesizedStack[]> {
  const manifest = record(await readJson(join(directory, 'manifest.json')), 'manifest.json');
  return Promise.all(
    Object.entries(record(manifest.stacks, 'manifest.json')).map(([name, entry]) =>
      readStack(directory, name, record(entry, 'manifest.json')),
    ),
  );
}

async function readStack(directory: string, name: string, entry: Json): Promise<SynthesizedStack> {
  const file = join(directory, String(entry.synthesizedStackPath));
  const content = record(await readJson(file), name);
  const unknown = Object.keys(content).find((section) => !SECTIONS.includes(section));
  if (unknown !== undefined) {
    throw new ProvisionError('UnknownSection', `the section "${unknown}" is not supported`, { stack: name });
  }
  const terraform = optionalRecord(content.terraform, name);
  return {
    name,
    directory: join(directory, String(entry.workingDirectory)),
    dependencies: (entry.dependencies as string[] | undefined) ?? [],
    backend: terraform.backend ?? null,
    provider: provider(content.provider, name),
    resources: byAddress(content.resource, name),
    data: byAddress(content.data, name),
    locals: optionalRecord(content.locals, name),
    outputs: optionalRecord(content.output, name) as Record<string, Json>,
  };
}

/** The one provider there may be, AWS's, in one configuration. */
function provider(section: Value | undefined, stack: string): Json {
  const configurations = optionalRecord(section, stack);
  const other = Object.keys(configurations).find((name) => name !== 'aws');
  if (other !== undefined) {
    throw new ProvisionError('UnknownSection', `the provider "${other}" is not supported`, { stack });
  }
  const aws = configurations.aws ?? {};
  const all = Array.isArray(aws) ? aws : [aws];
  if (all.length > 1) {
    throw new ProvisionError(
      'UnknownSection',
      'more than one configuration of the AWS provider is not supported',
      {
        stack,
      },
    );
  }
  return optionalRecord(all[0], stack);
}

function byAddress(section: Value | undefined, stack: string): Record<string, Record<string, Json>> {
  return optionalRecord(section, stack) as Record<string, Record<string, Json>>;
}

async function readJson(file: string): Promise<Value> {
  const content = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new ProvisionError('NoSynthesizedStacks', `there is no ${file}; run \`npm run synth\` first`);
  });
  try {
    return JSON.parse(content) as Value;
  } catch (error) {
    throw new ProvisionError('UnreadableDefinition', `${file} is not JSON`, {}, error);
  }
}

function optionalRecord(value: Value | undefined, where: string): Json {
  return value === undefined || value === null ? {} : record(value, where);
}

function record(value: Value | undefined, where: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new ProvisionError('UnreadableDefinition', `${where} does not have the shape of a definition`);
}
