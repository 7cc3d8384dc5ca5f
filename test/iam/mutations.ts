import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';

/** One action on one resource that a role is granted by one of its inline policies. */
export interface Mutation {
  readonly role: string;
  readonly policy: string;
  readonly action: string;
  readonly resource: string;
}

type OneOrMore = string | readonly string[];

interface Statement {
  readonly Action: OneOrMore;
  readonly Resource: OneOrMore;
}

interface Document {
  readonly Statement: Statement | readonly Statement[];
}

/** Every action on every resource, of every inline policy of every role. */
export async function allMutations(iam: IAMClient): Promise<readonly Mutation[]> {
  const mutations: Mutation[] = [];
  const { Roles = [] } = await iam.send(new ListRolesCommand({}));
  for (const { RoleName: role = '' } of Roles) {
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: role }));
    for (const policy of PolicyNames) {
      const statements = [(await documentOf(iam, role, policy)).Statement].flat();
      for (const { Action, Resource } of statements) {
        for (const action of [Action].flat()) {
          for (const resource of [Resource].flat()) mutations.push({ role, policy, action, resource });
        }
      }
    }
  }
  return mutations;
}

/** Takes the grant away, does `work`, and gives it back, whatever comes of the work. */
export async function without<Result>(
  iam: IAMClient,
  mutation: Mutation,
  work: () => Promise<Result>,
): Promise<Result> {
  const { role, policy } = mutation;
  const whole = await documentOf(iam, role, policy);
  const Statement = [whole.Statement].flat().flatMap((statement) => withoutGrant(statement, mutation));
  if (Statement.length === 0) {
    await iam.send(new DeleteRolePolicyCommand({ RoleName: role, PolicyName: policy }));
  } else await put(iam, role, policy, { ...whole, Statement });
  try {
    return await work();
  } finally {
    await put(iam, role, policy, whole);
  }
}

/** The statement without one action on one resource: the others on all resources, and that one on the others. */
function withoutGrant(statement: Statement, { action, resource }: Mutation): Statement[] {
  const actions = [statement.Action].flat();
  const resources = [statement.Resource].flat();
  if (!actions.includes(action) || !resources.includes(resource)) return [statement];
  return [
    { ...statement, Action: actions.filter((each) => each !== action) },
    { ...statement, Action: [action], Resource: resources.filter((each) => each !== resource) },
  ].filter(({ Action, Resource }) => Action.length > 0 && Resource.length > 0);
}

async function documentOf(iam: IAMClient, RoleName: string, PolicyName: string): Promise<Document> {
  const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
  return JSON.parse(decodeURIComponent(PolicyDocument)) as Document;
}

async function put(iam: IAMClient, RoleName: string, PolicyName: string, document: Document): Promise<void> {
  const PolicyDocument = JSON.stringify(document);
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
}
