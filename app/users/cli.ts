import { parseArgs } from 'node:util';
import { roles } from '../auth/actor.ts';
import { type AddUserOptions, addUser } from './add-user.ts';
import { readOutputs } from './stack-outputs.ts';

const usage = `Adds a person to the user pool and to the table, or updates them.

  npm run user -- add --email ann@example.com --name "Ann Lee" --roles admin,finance
                      [--password SECRET] [--manager boss@example.com]
                      (--user-pool-id ID --table NAME | --outputs FILE)

  --roles        any of ${roles.join(', ')}; everyone is an employee
  --password     made up and printed when a new person gets none
  --outputs      a JSON file of Terraform outputs that has user_pool_id and table_name

Which AWS it talks to is up to the SDK's own variables: AWS_ENDPOINT_URL, AWS_REGION and credentials.`;

/** What the command line asks for. Throws an error that says what is wrong with it. */
async function readOptions(args: readonly string[]): Promise<AddUserOptions | undefined> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      email: { type: 'string' },
      name: { type: 'string' },
      roles: { type: 'string', default: 'employee' },
      password: { type: 'string' },
      manager: { type: 'string' },
      'user-pool-id': { type: 'string' },
      table: { type: 'string' },
      outputs: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  if (positionals.length !== 1 || positionals[0] !== 'add') throw new Error('The only command is: add');
  if (!values.email) throw new Error('--email is required');
  const outputs = values.outputs === undefined ? {} : await readOutputs(values.outputs);
  const userPoolId = values['user-pool-id'] ?? outputs.user_pool_id;
  const table = values.table ?? outputs.table_name;
  if (!userPoolId || !table) throw new Error('Give --user-pool-id and --table, or --outputs with both');
  const wanted = values.roles.split(',').map((role) => role.trim());
  const unknown = wanted.filter((name) => !roles.some((role) => role === name));
  if (unknown.length > 0)
    throw new Error(`Not a role: ${unknown.join(', ')}; the roles are ${roles.join(', ')}`);
  return {
    userPoolId,
    table,
    email: values.email,
    name: values.name ?? values.email,
    roles: roles.filter((role) => wanted.includes(role)),
    ...(values.password === undefined ? {} : { password: values.password }),
    ...(values.manager === undefined ? {} : { managerEmail: values.manager }),
  };
}

try {
  const options = await readOptions(process.argv.slice(2));
  if (options) console.log(JSON.stringify(await addUser(options), null, 2));
  else console.log(usage);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  process.exitCode = 1;
}
