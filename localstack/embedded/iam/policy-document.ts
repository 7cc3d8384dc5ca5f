import { limitExceeded, malformedPolicy } from './errors.ts';
import { compilePolicy } from './evaluation/policy.ts';
import { PolicyError } from './evaluation/policy-error.ts';

/** An identity policy says what may be done; a trust policy says by whom a role may be assumed. */
export type PolicyKind = 'identity' | 'trust';

const VERSIONS = ['2012-10-17', '2008-10-17'];
const DOCUMENT_MEMBERS = new Set(['Version', 'Id', 'Statement']);
const STATEMENT_MEMBERS = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
]);

type Statement = Readonly<Record<string, unknown>>;

/**
 * Checks the grammar of a policy document and returns its text as it is.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * Throws MalformedPolicyDocument with IAM's own words, and LimitExceeded above `limit` characters of content.
 */
export function checkPolicyDocument(
  document: unknown,
  kind: PolicyKind,
  limit: number,
  owner: string,
): string {
  if (typeof document !== 'string' || document === '') throw malformedPolicy('The policy is empty.');
  const parsed = parse(document);
  if (JSON.stringify(parsed).length > limit) {
    throw limitExceeded(`Maximum policy size of ${limit} bytes exceeded for ${owner}`);
  }
  const version = parsed.Version;
  if (version !== undefined && !VERSIONS.includes(version as string)) throw syntaxErrors();
  for (const member of Object.keys(parsed)) if (!DOCUMENT_MEMBERS.has(member)) throw syntaxErrors();
  const statements = Array.isArray(parsed.Statement) ? parsed.Statement : [parsed.Statement];
  if (parsed.Statement === undefined || statements.length === 0) throw syntaxErrors();
  for (const statement of statements) checkStatement(statement, kind);
  checkUniqueIds(statements as Statement[]);
  checkEnforceable(document);
  return document;
}

/** What cannot be enforced is refused by name and not kept as if it were. */
function checkEnforceable(document: string): void {
  try {
    compilePolicy(document, 'the policy');
  } catch (error) {
    if (error instanceof PolicyError) throw malformedPolicy(error.message);
    throw error;
  }
}

function parse(document: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    throw malformedPolicy('This policy contains invalid Json');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw syntaxErrors();
  return parsed as Record<string, unknown>;
}

function checkStatement(statement: unknown, kind: PolicyKind): void {
  if (typeof statement !== 'object' || statement === null || Array.isArray(statement)) throw syntaxErrors();
  const members = statement as Statement;
  for (const member of Object.keys(members)) if (!STATEMENT_MEMBERS.has(member)) throw syntaxErrors();
  if (members.Effect !== 'Allow' && members.Effect !== 'Deny') throw syntaxErrors();
  const actions = textsOf(members.Action ?? members.NotAction);
  if (actions.length === 0) throw malformedPolicy('Policy statement must contain actions.');
  for (const action of actions) {
    if (action !== '*' && !/^[A-Za-z0-9-]+:[\w*?-]+$/.test(action)) {
      throw malformedPolicy('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    }
  }
  const principal = members.Principal ?? members.NotPrincipal;
  const resources = textsOf(members.Resource ?? members.NotResource);
  if (kind === 'trust') checkTrust(actions, principal, resources);
  else checkIdentity(principal, resources);
}

function checkTrust(actions: readonly string[], principal: unknown, resources: readonly string[]): void {
  if (principal === undefined) throw malformedPolicy('AssumeRole policy must contain principals');
  if (resources.length > 0) throw malformedPolicy('Has prohibited field Resource');
  if (!actions.every((action) => action === '*' || action.startsWith('sts:'))) {
    throw malformedPolicy('AssumeRole policy may only specify STS AssumeRole actions.');
  }
}

function checkIdentity(principal: unknown, resources: readonly string[]): void {
  if (principal !== undefined) throw malformedPolicy('Policy document should not specify a principal.');
  if (resources.length === 0) throw malformedPolicy('Policy statement must contain resources.');
  for (const resource of resources) {
    if (resource !== '*' && !/^arn:[^:]*:[^:]*:[^:]*:[^:]*:.+$/s.test(resource)) {
      throw malformedPolicy(`Resource ${resource} must be in ARN format or "*".`);
    }
  }
}

function checkUniqueIds(statements: readonly Statement[]): void {
  const ids = statements.map((statement) => statement.Sid).filter((id) => id !== undefined);
  for (const id of ids) {
    if (typeof id !== 'string' || !/^[A-Za-z0-9]*$/.test(id)) {
      throw malformedPolicy('Statement IDs (SID) should be alpha-numeric.');
    }
  }
  if (new Set(ids).size !== ids.length) {
    throw malformedPolicy('Statement IDs (SID) in a single policy must be unique.');
  }
}

function textsOf(value: unknown): readonly string[] {
  if (value === undefined) return [];
  const values = Array.isArray(value) ? value : [value];
  if (!values.every((element) => typeof element === 'string')) throw syntaxErrors();
  return values;
}

function syntaxErrors() {
  return malformedPolicy('Syntax errors in policy.');
}
