import type { EmbeddedContext } from '../../core/context.ts';
import { defineOperation } from '../../core/operation.ts';
import { stsErrors } from '../errors.ts';

/**
 * GetAccessKeyInfo: the account that an access key belongs to, whether or not the key is still valid
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html).
 */
export const getAccessKeyInfo = defineOperation({
  name: 'GetAccessKeyInfo',
  authorization: () => [{ action: 'sts:GetAccessKeyInfo', resource: '*' }],
  run({ credentials }: EmbeddedContext, { AccessKeyId = '' }: { readonly AccessKeyId?: string }) {
    const issued = credentials.lookUp(AccessKeyId);
    if (issued) return { Account: issued.principal.accountId };
    if (!/^\w{16,128}$/.test(AccessKeyId)) {
      throw stsErrors.validation(
        `1 validation error detected: Value '${AccessKeyId}' at 'accessKeyId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w]*, with a length of 16 to 128`,
      );
    }
    throw stsErrors.unknownKey();
  },
});
