import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const app = path.resolve(import.meta.dirname, '..');

/** The examples of every `*.examples.ts` in app, by the title of their schema. */
export async function loadExamples(): Promise<Readonly<Record<string, unknown>>> {
  const files = await readdir(app, { recursive: true });
  const modules = files
    .filter((file) => file.endsWith('.examples.ts'))
    .map(async (file): Promise<object> => {
      const { examples } = await import(pathToFileURL(path.join(app, file)).href);
      return examples;
    });
  return Object.assign({}, ...(await Promise.all(modules)));
}
