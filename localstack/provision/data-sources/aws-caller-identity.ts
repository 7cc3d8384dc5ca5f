import type { Value } from '../expressions/syntax.ts';
import type { Tools } from '../resource.ts';

/** Whose account it is: `data.aws_caller_identity`. */
export async function readCallerIdentity({ aws }: Tools): Promise<Record<string, Value>> {
  const sts = await aws.sts();
  const { Account = '', Arn = '', UserId = '' } = await sts.getCallerIdentity({});
  return { id: Account, account_id: Account, arn: Arn, user_id: UserId };
}
