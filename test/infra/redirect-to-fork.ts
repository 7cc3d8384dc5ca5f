import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Loaded with `--import` before main.ts: whoever asks for cdktf, the provider's bindings too, is given its fork. */
const fork = pathToFileURL(createRequire(import.meta.url).resolve('cdktn')).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'cdktf' ? { url: fork, format: 'commonjs', shortCircuit: true } : next(specifier, context),
});
