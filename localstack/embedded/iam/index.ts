import type { EmbeddedContext } from '../core/context.ts';
import type { Service } from '../core/service.ts';
import { iamAuthorization } from './authorization.ts';
import { boundaryOperations } from './boundaries.ts';
import { openIamStore } from './model.ts';
import { policyOperations } from './policies.ts';
import { rolePolicyOperations } from './role-policies.ts';
import { roleOperations } from './roles.ts';

/** IAM's roles and policies: what provisioning writes and reads back, and what an authorizer decides by. */
export function createIamService(context: EmbeddedContext): Service {
  const store = openIamStore(context);
  return {
    name: 'iam',
    signingName: 'iam',
    protocols: ['query'],
    authorization: iamAuthorization(store),
    tagsOf(arn) {
      const role = store.roles.get(arn.slice(arn.lastIndexOf('/') + 1));
      const found = role?.Arn === arn ? role : store.policies.get(arn);
      return found && Object.fromEntries(found.tags.map(({ Key, Value }) => [Key, Value]));
    },
    operations: {
      ...roleOperations(context, store),
      ...rolePolicyOperations(store),
      ...boundaryOperations(store),
      ...policyOperations(context, store),
    },
  };
}
