import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Loaded with `--import` before main.ts: imports of cdktf, also those of the provider's bindings, get its fork. */
const fork = pathToFileURL(createRequire(import.meta.url).resolve('cdktn')).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'cdktf' ? { url: fork, format: 'commonjs', shortCircuit: true } : next(specifier, context),
});
