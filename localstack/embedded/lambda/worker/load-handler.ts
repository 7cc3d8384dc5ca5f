import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeFault } from './errors.ts';
import { isStreaming } from './streaming.ts';

/** The first runtime whose interface client refuses handlers that take a callback. */
const FIRST_WITHOUT_CALLBACKS = 24;

/** A function's handler, in either of the forms that Lambda's Node runtime calls. */
export type Handler = (
  event: unknown,
  context: object,
  callback?: (error: unknown, result?: unknown) => void,
) => unknown;

/**
 * Finds `folder/file.export` below the task root, as Lambda's Node runtime does.
 *
 * @throws {RuntimeFault} with the runtime's own error names: `Runtime.ImportModuleError`, `Runtime.HandlerNotFound`,
 *   `Runtime.UserCodeSyntaxError`, `Runtime.MalformedHandlerName`, `Runtime.CallbackHandlerDeprecated`.
 */
export async function loadHandler(taskRoot: string, name: string, runtime: string): Promise<Handler> {
  const [, folder = '', module = '', path = ''] = /^(.*\/)?([^/.]+)\.(.+)$/.exec(name) ?? [];
  if (!module) throw new RuntimeFault('Runtime.MalformedHandlerName', 'Bad handler');
  const exported = await importModule(join(taskRoot, folder, module), folder + module);
  let found: unknown = exported;
  for (const part of path.split('.')) found = (found as Record<string, unknown> | undefined)?.[part];
  if (found === undefined) {
    throw new RuntimeFault('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (typeof found !== 'function')
    throw new RuntimeFault('Runtime.HandlerNotFound', `${name} is not a function`);
  if (isStreaming(found)) return found as unknown as Handler;
  if (found.length >= 3 && Number.parseInt(runtime.slice('nodejs'.length), 10) >= FIRST_WITHOUT_CALLBACKS) {
    throw new RuntimeFault(
      'Runtime.CallbackHandlerDeprecated',
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. ' +
        'You need to modify this function to use a supported handler signature to use Node.js 24 or later.',
    );
  }
  return found as Handler;
}

async function importModule(path: string, name: string): Promise<Record<string, unknown>> {
  const file = ['.mjs', '.js', '.cjs'].map((extension) => path + extension).find(existsSync);
  if (!file) throw new RuntimeFault('Runtime.ImportModuleError', `Error: Cannot find module '${name}'`);
  try {
    const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
    const { default: whole } = module;
    return file.endsWith('.mjs') || typeof whole !== 'object' || whole === null
      ? module
      : { ...module, ...(whole as Record<string, unknown>) };
  } catch (error) {
    if (error instanceof SyntaxError) throw new RuntimeFault('Runtime.UserCodeSyntaxError', String(error));
    const code = (error as { code?: string } | undefined)?.code;
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
      throw new RuntimeFault('Runtime.ImportModuleError', String(error));
    }
    throw error;
  }
}
