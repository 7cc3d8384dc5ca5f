import { parseArgs } from 'node:util';
import { roles } from '../auth/actor.ts';
import { lineFault, normalized } from '../schema/text.ts';
import { type AddUserOptions, addUser } from './add-user.ts';
import { eraseUser, type PersonReference } from './erase-user.ts';
import { createEraseUserDeps, type UserResources } from './erasure-stores.ts';
import { readOutputs } from './stack-outputs.ts';

const usage = `Adds a person to the user pool and to the table, or updates them; or erases a person.

  npm run user -- add --email ann@example.com --name "Ann Lee" --roles admin,finance
                      [--password SECRET] [--manager boss@example.com]
                      (--user-pool-id ID --table NAME | --outputs FILE)
  npm run user -- erase (--email ann@example.com | --id ID)
                      (--user-pool-id ID --table NAME --bucket NAME | --outputs FILE)

  --roles        any of ${roles.join(', ')}; everyone is an employee
  --password     made up and printed when a new person gets none
  --id           as an earlier erasure printed it: to repeat that, after a restore for instance
  --outputs      a JSON file of Terraform outputs that has user_pool_id, table_name and, to erase, bucket_name

Erasing keeps what bookkeeping needs of the person's expenses and removes all else: docs/operations.md says what.
Which AWS it talks to is up to the SDK's own variables: AWS_ENDPOINT_URL, AWS_REGION and credentials.`;

/** What is wrong with the command line itself. */
class UsageError extends Error {}

type Values = ReturnType<typeof parse>['values'];

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        email: text,
        id: text,
        name: text,
        roles: text,
        password: text,
        manager: text,
        'user-pool-id': text,
        table: text,
        bucket: text,
        outputs: text,
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The resources from the options or the outputs; each is absent where neither names it. */
async function readResources(values: Values): Promise<Partial<UserResources>> {
  const outputs = values.outputs === undefined ? {} : await readOutputs(values.outputs);
  const userPoolId = values['user-pool-id'] ?? outputs.user_pool_id;
  const table = values.table ?? outputs.table_name;
  const bucket = values.bucket ?? outputs.bucket_name;
  return { ...(userPoolId && { userPoolId }), ...(table && { table }), ...(bucket && { bucket }) };
}

async function readAddition(values: Values): Promise<AddUserOptions> {
  refuseOptions(values, 'add', ['id', 'bucket']);
  if (!values.email) throw new UsageError('--email is required');
  const { userPoolId, table } = await readResources(values);
  if (!userPoolId || !table) throw new UsageError('Give --user-pool-id and --table, or --outputs with both');
  const wanted = (values.roles ?? 'employee').split(',').map((role) => role.trim());
  const unknown = wanted.filter((name) => !roles.some((role) => role === name));
  if (unknown.length > 0) {
    throw new UsageError(`Not a role: ${unknown.join(', ')}; the roles are ${roles.join(', ')}`);
  }
  const name = normalized(values.name ?? values.email);
  const fault = lineFault(name);
  if (fault !== undefined) throw new UsageError(`--name ${fault}`);
  return {
    userPoolId,
    table,
    email: values.email,
    name,
    roles: roles.filter((role) => wanted.includes(role)),
    ...(values.password === undefined ? {} : { password: values.password }),
    ...(values.manager === undefined ? {} : { managerEmail: values.manager }),
  };
}

async function readErasure(values: Values): Promise<{ person: PersonReference; resources: UserResources }> {
  refuseOptions(values, 'erase', ['name', 'roles', 'password', 'manager']);
  const { email, id } = values;
  if (!email === !id) throw new UsageError('Give --email or --id');
  const { userPoolId, table, bucket } = await readResources(values);
  if (!userPoolId || !table || !bucket) {
    throw new UsageError('Give --user-pool-id, --table and --bucket, or --outputs with all three');
  }
  return { person: email ? { email } : { id: id ?? '' }, resources: { userPoolId, table, bucket } };
}

/** Throws for options that the command would ignore. */
function refuseOptions(values: Values, command: string, names: readonly (keyof Values)[]): void {
  const surplus = names.filter((name) => values[name] !== undefined);
  if (surplus.length > 0) throw new UsageError(`${command} takes no --${surplus.join(', --')}`);
}

async function run(args: readonly string[]): Promise<string> {
  const { values, positionals } = parse(args);
  if (values.help) return usage;
  const [command, ...more] = positionals;
  if (more.length === 0 && command === 'add') {
    return JSON.stringify(await addUser(await readAddition(values)), null, 2);
  }
  if (more.length === 0 && command === 'erase') {
    const { person, resources } = await readErasure(values);
    return JSON.stringify(await eraseUser(person, createEraseUserDeps(resources)), null, 2);
  }
  throw new UsageError('The commands are: add, erase');
}

try {
  console.log(await run(process.argv.slice(2)));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(error instanceof UsageError ? `${message}\n\n${usage}` : message);
  process.exitCode = 1;
}
