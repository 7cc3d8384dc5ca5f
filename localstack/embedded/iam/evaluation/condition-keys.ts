/**
 * The condition keys that requests have a value of, in lower case. A policy that asks for another is refused when
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

/** The keys that services give values of, where operations declare their permissions. */
export const SERVICE_KEYS: readonly string[] = [
  'iam:passedtoservice',
  'iam:permissionsboundary',
  'kms:calleraccount',
  'kms:encryptioncontextkeys',
  'kms:viaservice',
  'lambda:functionarn',
  's3:delimiter',
  's3:if-match',
  's3:if-none-match',
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

const REQUEST_TAG = 'aws:requesttag/';
const RESOURCE_TAG = 'aws:resourcetag/';

/** The services, as actions name them, whose resources' tags a policy can ask for. */
export const TAG_AWARE_SERVICES: readonly string[] = ['cognito-idp', 'iam', 'kms'];

/** The tag that a key `aws:RequestTag/…` or `aws:ResourceTag/…` asks for, in lower case; undefined for other keys. */
export function tagAskedFor(
  key: string,
): { readonly of: 'request' | 'resource'; readonly tag: string } | undefined {
  const lower = key.toLowerCase();
  if (lower.startsWith(REQUEST_TAG)) return { of: 'request', tag: lower.slice(REQUEST_TAG.length) };
  if (lower.startsWith(RESOURCE_TAG)) return { of: 'resource', tag: lower.slice(RESOURCE_TAG.length) };
  return undefined;
}

/** Whether requests have a value of `key`, whatever the case it is written in. */
export function isKnownKey(key: string): boolean {
  const lower = key.toLowerCase();
  return (
    KNOWN.has(lower) || /^(?:aws:(?:principal|request|resource)tag\/|kms:encryptioncontext:)./.test(lower)
  );
}
