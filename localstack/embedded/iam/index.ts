import type { EmbeddedContext } from '../core/context.ts';
import { declaredParts } from '../core/operation.ts';
import type { Service } from '../core/service.ts';
import { declarations } from './operations/index.ts';
import { openIamStore } from './store.ts';

/** IAM's roles and policies: what provisioning writes and reads back, and what an authorizer decides by. */
export function createIamService(context: EmbeddedContext): Service {
  const store = openIamStore(context);
  return {
    name: 'iam',
    signingName: 'iam',
    protocols: ['query'],
    ...declaredParts({ context, store }, declarations),
    tagsOf(arn) {
      const role = store.roles.get(arn.slice(arn.lastIndexOf('/') + 1));
      const found = role?.Arn === arn ? role : store.policies.get(arn);
      return found && Object.fromEntries(found.tags.map(({ Key, Value }) => [Key, Value]));
    },
  };
}
