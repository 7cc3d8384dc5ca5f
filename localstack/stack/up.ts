import { readCommandLine, UsageError } from '../../preflight/command-line.ts';
import { explained } from '../cli/explain.ts';
import { guardProcess } from '../cli/last-guard.ts';
import { DEFAULT_PORT, noPort, portOf } from '../cli/port.ts';
import { listenForShutdown } from '../cli/shutdown.ts';
import { checkPeople, type People, type PeopleWanted, type Person, stackPeople } from './people/people.ts';
import { importStack } from './sources/bundle.ts';
import { keepCompiled } from './sources/compile-cache.ts';
import type { Stack } from './stack.ts';

keepCompiled();

const USAGE = `Usage: npm start -- [--port PORT] [--data DIR [--salvage] [--replace ADDRESS] [--destroy ADDRESS]]

Runs the expense tracker on a local AWS until Ctrl-C, and reloads what changes.

  --port PORT   where everything listens (${DEFAULT_PORT}; 0 for any free port)
  --data DIR    keeps all data in DIR; without it everything is forgotten at the end
  --salvage     where the data in DIR is damaged: keeps a copy of it and goes on with what can be read
  --replace ADDRESS  with --data: deletes this resource, with the data that it holds, and makes it anew; may be repeated
  --destroy ADDRESS  with --data: deletes what holds data and is no longer in the definition; may be repeated
  --json        says one line of JSON when ready, nothing else; ends when standard input does, too; does not reload
  --people JSON with --json: whom to make in place of the three, as stackPeople in localstack/stack/people/people.ts has them`;

interface Options {
  readonly port: number;
  readonly data: string | undefined;
  readonly salvage: boolean;
  readonly json: boolean;
  readonly people: PeopleWanted;
  readonly replace: readonly string[] | undefined;
  readonly destroy: readonly string[] | undefined;
}

function readOptions(): Options | undefined {
  const { values } = readCommandLine(
    {
      options: {
        port: { type: 'string', default: String(DEFAULT_PORT) },
        data: { type: 'string' },
        salvage: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        people: { type: 'string' },
        replace: { type: 'string', multiple: true },
        destroy: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h', default: false },
      },
    },
    'npm start -- --help',
  );
  if (values.help) return undefined;
  const port = portOf(values.port);
  if (port === undefined) throw new UsageError(noPort(values.port));
  const { data, salvage, json, replace, destroy } = values;
  if (data === '') throw new UsageError('--data needs the name of a folder.');
  if (salvage && data === undefined) {
    throw new UsageError('--salvage is for data that was kept: it goes with --data DIR.');
  }
  return { port, data, salvage, json, replace, destroy, people: peopleOf(values) };
}

function peopleOf({ people, json }: { readonly people?: string; readonly json: boolean }): PeopleWanted {
  if (people === undefined) return stackPeople;
  if (!json) throw new UsageError('--people is for programs: it goes with --json.');
  let wanted: PeopleWanted | null;
  try {
    wanted = JSON.parse(people) as PeopleWanted | null;
  } catch (error) {
    throw new UsageError(`--people is not JSON: ${(error as Error).message}`);
  }
  if (typeof wanted !== 'object' || wanted === null) throw new UsageError('--people is no JSON object.');
  checkPeople(wanted);
  return wanted;
}

/** Milliseconds since this process was started, Node's own start included. */
const sinceStart = () => performance.now();

/** Aborted by whatever ends this process. */
let interrupted: AbortSignal | undefined;

async function main(): Promise<void> {
  const options = readOptions();
  if (!options) return console.log(USAGE);
  const { signal, ended } = listenForShutdown({ withInput: options.json });
  interrupted = signal;
  const say = (line: string) => (options.json ? console.error(line) : console.log(line));
  const progress = (line: string) => say(`${sinceStart().toFixed(0).padStart(6)} ms  ${line}`);
  const { reloadOnChange, startStack } = await importStack();
  const stack = await startStack({
    port: options.port,
    people: options.people,
    replace: options.replace,
    destroy: options.destroy,
    signal,
    onLeft: say,
    onStep: (_step, detail) => progress(detail),
    ...(options.data !== undefined && { dataDirectory: options.data, salvage: options.salvage }),
  });
  const release = guardProcess(stack.aws.context.unexpected);
  if (options.json) {
    const { endpoint, region, outputs, people } = stack;
    console.log(JSON.stringify({ endpoint, region, outputs, people }));
    await ended;
  } else {
    console.log(welcome(stack, stack.people as People));
    const reloader = reloadOnChange(stack, { since: performance.timeOrigin, say: atThisTime(say) });
    await ended;
    await reloader.close();
  }
  release();
  await stack.stop();
}

/** What is said long after the start is said with the time of day. */
function atThisTime(say: (line: string) => void): (line: string) => void {
  return (line) => say(`${new Date().toLocaleTimeString('en-GB')}  ${line}`);
}

function welcome(stack: Stack, { employee, manager, admin }: People): string {
  const api = stack.outputs.api_url;
  const user = (title: string, person: Person) =>
    `  ${title.padEnd(9)} ${person.email.padEnd(21)} ${person.password}   ${person.roles.join(', ')}`;
  const signIn = `${stack.outputs.sign_in_url ?? 'by the API alone'}${
    stack.outputs.web_client_id === undefined ? '' : `   (in browsers, client ${stack.outputs.web_client_id})`
  }`;
  const { port } = new URL(stack.endpoint);
  const token = (name: string) =>
    `npm run -s token -- ${name}${port === String(DEFAULT_PORT) ? '' : ` --port ${port}`}`;
  return `
The expense tracker is up.
  API       ${api}
  AWS       ${stack.endpoint}   (region ${stack.region}, key and secret "test")
  table     ${stack.outputs.table_name}
  bucket    ${stack.outputs.bucket_name}
  user pool ${stack.outputs.user_pool_id}, client ${stack.outputs.user_pool_client_id}
  sign-in   ${signIn}

Users, with their passwords; the manager approves for the employee
${user('employee', employee)}
${user('manager', manager)}
${user('admin', admin)}

In another terminal: who the manager is, and what waits for them
  API=${api}
  MANAGER=$(${token('manager')})
  curl -s -H "authorization: Bearer $MANAGER" $API/me
  curl -s -H "authorization: Bearer $MANAGER" $API/approvals
A token expires after an hour, also of a clock that was moved on; the same command prints a fresh one.

Ctrl-C stops it. A change of app/ or cdktf/ is taken over at once.`;
}

const FAILING = { program: 'npm start --', plain: ['PeopleNotMade', 'PeopleRefused', 'SynthesisFailed'] };

try {
  await main();
} catch (error) {
  // Interrupted while starting: the exit status already says by what.
  if (!interrupted?.aborted) {
    console.error(explained(error, FAILING));
    process.exitCode = 1;
  }
} finally {
  // With --json it is being read until its end, which would keep a process alive that has nothing more to do.
  process.stdin.destroy();
}
