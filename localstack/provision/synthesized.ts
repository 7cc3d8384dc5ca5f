import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { ProvisionError } from './errors.ts';
import type { Value } from './expressions/syntax.ts';
import { type Json, mergedSections, readJson, record, terraformFilesIn } from './terraform-files.ts';
import { variablesOf } from './variables.ts';

/** One stack: a root module in Terraform's JSON (https://developer.hashicorp.com/terraform/language/syntax/json). */
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
  readonly variables: Readonly<Record<string, Value>>;
  readonly outputs: Readonly<Record<string, Json>>;
}

const SECTIONS = ['//', 'terraform', 'provider', 'resource', 'data', 'locals', 'output', 'variable'];

/** Where a stack's definition is, before it is read. */
interface Source {
  readonly name: string;
  readonly files: readonly string[];
  readonly directory: string;
  readonly dependencies: readonly string[];
}

/**
 * Reads every stack of a folder: what CDKTF wrote there (`manifest.json`, or folders below `stacks/`), or else the one
 * stack that its files `*.tf.json` are together.
 * @throws ProvisionError when there is none, or a stack has a section that is not understood
 */
export async function readSynthesized(directory: string): Promise<SynthesizedStack[]> {
  return Promise.all((await sourcesIn(resolve(directory))).map(readStack));
}

async function sourcesIn(directory: string): Promise<Source[]> {
  if (existsSync(join(directory, 'manifest.json'))) return sourcesOfManifest(directory);
  const own = await sourceIn(directory);
  if (own) return [own];
  const below = await readdir(join(directory, 'stacks')).catch((): string[] => []);
  const found = await Promise.all(below.sort().map((name) => sourceIn(join(directory, 'stacks', name))));
  const sources = found.filter((source) => source !== undefined);
  if (sources.length > 0) return sources;
  throw new ProvisionError(
    'NoSynthesizedStacks',
    `there are no stacks in ${directory}, neither what CDKTF synthesizes nor files *.tf.json; synthesize them first`,
  );
}

async function sourcesOfManifest(directory: string): Promise<Source[]> {
  const manifest = record(await readJson(join(directory, 'manifest.json')), 'manifest.json');
  return Object.entries(record(manifest.stacks, 'manifest.json')).map(([name, value]) => {
    const entry = record(value, 'manifest.json');
    return {
      name,
      files: [join(directory, String(entry.synthesizedStackPath))],
      directory: join(directory, String(entry.workingDirectory)),
      dependencies: (entry.dependencies as string[] | undefined) ?? [],
    };
  });
}

/** The stack that the files of a folder are together; undefined where there are none. */
async function sourceIn(folder: string): Promise<Source | undefined> {
  const files = await terraformFilesIn(folder);
  return files.length === 0
    ? undefined
    : { name: basename(folder), files, directory: folder, dependencies: [] };
}

async function readStack({ name, files, directory, dependencies }: Source): Promise<SynthesizedStack> {
  const content = mergedSections(await Promise.all(files.map(readJson)), name);
  const unknown = Object.keys(content).find((section) => !SECTIONS.includes(section));
  if (unknown !== undefined) {
    throw new ProvisionError('UnknownSection', `the section "${unknown}" is not supported`, { stack: name });
  }
  const terraform = optionalRecord(content.terraform, name);
  return {
    name,
    directory,
    dependencies,
    backend: terraform.backend ?? null,
    provider: provider(content.provider, name),
    resources: byAddress(content.resource, name),
    data: byAddress(content.data, name),
    locals: optionalRecord(content.locals, name),
    variables: variablesOf(name, optionalRecord(content.variable, name) as Record<string, Json>, process.env),
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

function optionalRecord(value: Value | undefined, where: string): Json {
  return value === undefined || value === null ? {} : record(value, where);
}
