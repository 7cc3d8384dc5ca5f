import { readFile } from 'node:fs/promises';

/**
 * Terraform outputs in a JSON file: `terraform output -json` writes `{name: {value}}`; a plain `{name: value}`
 * and one level of stacks around either are read too. Throws an error that names the file.
 */
export async function readOutputs(file: string): Promise<Record<string, string>> {
  try {
    return Object.fromEntries(pairs(JSON.parse(await readFile(file, 'utf8'))));
  } catch (error) {
    throw new Error(`${file} is no JSON file of outputs`, { cause: error });
  }
}

function pairs(outputs: unknown): [string, string][] {
  if (typeof outputs !== 'object' || outputs === null) return [];
  return Object.entries(outputs).flatMap(([name, output]): [string, string][] => {
    if (typeof output === 'string') return [[name, output]];
    const value: unknown = (output as { value?: unknown } | null)?.value;
    return typeof value === 'string' ? [[name, value]] : pairs(output);
  });
}
