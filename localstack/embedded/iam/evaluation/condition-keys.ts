/**
 * The condition keys that requests are given a value of, in lower case. A policy that asks for another is refused when
 * it is made: a condition that nobody can decide would be one that is silently ignored.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const GLOBAL_KEYS = [
  'aws:currenttime',
  'aws:epochtime',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalisawsservice',
  'aws:principalservicename',
  'aws:principaltype',
  'aws:requestedregion',
  'aws:resourceaccount',
  'aws:securetransport',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:userid',
  'aws:username',
  'aws:viaawsservice',
];

/** The keys that services give values of, in their authorization tables. */
export const SERVICE_KEYS: readonly string[] = [
  'iam:passedtoservice',
  'iam:permissionsboundary',
  'kms:calleraccount',
  'kms:encryptioncontextkeys',
  'kms:viaservice',
  'lambda:functionarn',
  's3:delimiter',
  's3:max-keys',
  's3:prefix',
  's3:versionid',
  's3:x-amz-acl',
  's3:x-amz-server-side-encryption',
  's3:x-amz-storage-class',
  'sts:externalid',
  'sts:rolesessionname',
];

const KNOWN = new Set([...GLOBAL_KEYS, ...SERVICE_KEYS]);

/** Whether requests are given a value of `key`, whatever the case it is written in. */
export function isKnownKey(key: string): boolean {
  const lower = key.toLowerCase();
  return KNOWN.has(lower) || /^(?:aws:principaltag\/|kms:encryptioncontext:)./.test(lower);
}
