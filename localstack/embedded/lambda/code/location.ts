import type { EmbeddedContext } from '../../core/context.ts';
import type { HttpFront } from '../../core/service.ts';
import { endpointOf } from '../endpoint.ts';
import type { PackageStore } from './package.ts';

/** Where packages can be fetched, below the endpoint. */
const CODE_PATH = '/_aws/lambda/code/';

/** Where the package of that hash, as `CodeSha256` has it, can be fetched. */
export function codeLocation(context: EmbeddedContext, sha256: string): string {
  return `${endpointOf(context)}${CODE_PATH}${Buffer.from(sha256, 'base64').toString('hex')}`;
}

/** Serves `Code.Location` of GetFunction. */
export function createCodeFront(packages: PackageStore): HttpFront {
  return {
    matches: ({ path, method }) => method === 'GET' && path.startsWith(CODE_PATH),
    async handle({ path }) {
      const zip = packages.read(Buffer.from(path.slice(CODE_PATH.length), 'hex').toString('base64'));
      return zip
        ? { status: 200, headers: { 'content-type': 'application/zip' }, body: zip }
        : { status: 404, headers: {}, body: '' };
    },
  };
}
