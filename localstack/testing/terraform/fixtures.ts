// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are Terraform's templates, not JavaScript's.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A stack as CDKTF writes it, without what is the same in all of them. */
export interface FixtureStack {
  readonly resource?: object;
  readonly data?: object;
  readonly output?: object;
  readonly locals?: object;
  readonly provider?: object;
  readonly dependencies?: readonly string[];
  readonly [section: string]: unknown;
}

/** Writes stacks as CDKTF's output folder and returns it. */
export function synthesized(stacks: Readonly<Record<string, FixtureStack>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'stacks-'));
  writeStacks(directory, stacks);
  return directory;
}

/** Writes the stacks again, as a later synthesis would. */
export function writeStacks(directory: string, stacks: Readonly<Record<string, FixtureStack>>): void {
  const manifest: Record<string, object> = {};
  for (const [name, { dependencies = [], ...content }] of Object.entries(stacks)) {
    const workingDirectory = `stacks/${name}`;
    mkdirSync(join(directory, workingDirectory), { recursive: true });
    manifest[name] = {
      name,
      dependencies,
      workingDirectory,
      synthesizedStackPath: `${workingDirectory}/cdk.tf.json`,
    };
    const terraform = { backend: { local: { path: `${name}.tfstate` } } };
    writeFileSync(
      join(directory, workingDirectory, 'cdk.tf.json'),
      JSON.stringify({ '//': {}, terraform, ...content }),
    );
  }
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ stacks: manifest }));
}

/** What CDKTF adds to a stack that reads another one's outputs. */
export function stateOf(stack: string): object {
  return { backend: 'local', config: { path: `${stack}.tfstate` }, workspace: '${terraform.workspace}' };
}
