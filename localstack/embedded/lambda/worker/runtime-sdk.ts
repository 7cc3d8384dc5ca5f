import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

/** What AWS's Node runtimes bring along: https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html */
const OF_SDK = /^@(?:aws-sdk|smithy)\//;

/**
 * Lets functions import clients of the AWS SDK that are not in their packages, as AWS's runtimes do: those that are
 * installed beside the embedded AWS. What is in a package goes before.
 * @param beside the address of a module from which they are found
 */
export function offerRuntimeSdk(beside: string): void {
  const { resolve: find } = createRequire(beside);
  registerHooks({
    resolve(specifier, context, next) {
      if (!OF_SDK.test(specifier)) return next(specifier, context);
      try {
        return next(specifier, context);
      } catch (error) {
        try {
          return { url: pathToFileURL(find(specifier)).href, shortCircuit: true };
        } catch {
          throw error;
        }
      }
    },
  });
}
