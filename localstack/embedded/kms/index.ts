import type { EmbeddedContext } from '../core/context.ts';
import { declaredParts } from '../core/operation.ts';
import type { Service } from '../core/service.ts';
import { createKeys } from './keys.ts';
import { declarations } from './operations/index.ts';

/** KMS: symmetric keys with policies, aliases, rotation and deletion on the emulated clock, and their cryptography. */
export function createKmsService(context: EmbeddedContext): Service {
  const keys = createKeys(context);
  return {
    name: 'kms',
    signingName: 'kms',
    protocols: ['json-1.1'],
    targetPrefix: 'TrentService',
    ...declaredParts(keys, declarations),
    resourcePolicy: (arn) => keys.policyOf(arn),
    resourcePolicyDecides: (arn) => arn.includes(':key/') && arn !== keys.anyArn,
    tagsOf: (arn) => keys.tagsOf(arn),
  };
}
