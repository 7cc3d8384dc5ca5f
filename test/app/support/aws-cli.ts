import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { cognito } from './people.ts';

/** The variables of the shell in which commands run. */
export type Shell = Record<string, string>;

/**
 * Runs the `aws cognito-idp` commands of a piece of bash through the SDK, in their order: the CLI is no part of what a
 * test needs. Knows assignments of `$(aws … --query PATH --output text)`, `$NAME`, options with a value, `A=b,C=d` for
 * structures, and lets `ask` fill what `read` reads. Other lines are left out. Throws on whatever else it finds.
 */
export async function runCommands(bash: string, shell: Shell, ask: (shell: Shell) => string): Promise<void> {
  for (const line of bash.replaceAll('\\\n', ' ').split('\n')) {
    const asked = /^read -rp '[^']*' (\w+)$/.exec(line)?.[1];
    if (asked) shell[asked] = ask(shell);
    const [, into, command] = /^(?:(\w+)=\$\()?aws cognito-idp (.*?)\)?$/.exec(line) ?? [];
    if (!command) continue;
    const [operation = '', ...words] = wordsOf(command, shell);
    const { query, ...input } = optionsOf(words);
    const output = await call(operation, input);
    if (into) shell[into] = String(query?.split('.').reduce<unknown>(member, output));
  }
}

function wordsOf(command: string, shell: Shell): string[] {
  const words = command.match(/"[^"]*"|[^\s"]+/g) ?? [];
  return words.map((word) =>
    word.replaceAll('"', '').replaceAll(/\$(\w+)/g, (_, name: string) => {
      const value = shell[name];
      if (value === undefined) throw new Error(`${command} uses $${name}, which nothing has set.`);
      return value;
    }),
  );
}

function optionsOf(words: readonly string[]): Record<string, string> {
  const options: Record<string, string> = {};
  for (let at = 0; at < words.length; at++) {
    const name = words[at]?.replace(/^--/, '') ?? '';
    if (name === 'no-sign-request') continue;
    at++;
    if (name !== 'output') options[name] = words[at] ?? '';
  }
  return options;
}

/** The CLI's names are the SDK's in lower case with dashes. */
async function call(operation: string, options: Record<string, string>): Promise<unknown> {
  const wanted = `${operation.replaceAll('-', '')}command`;
  const found = Object.entries(sdk).find(([name]) => name.toLowerCase() === wanted)?.[1];
  if (!found) throw new Error(`Cognito has no operation ${operation}.`);
  const Command = found as unknown as new (input: object) => Parameters<typeof cognito.send>[0];
  const input = Object.entries(options).map(([name, value]) => [
    name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    /^\w+=/.test(value) ? structure(value) : value,
  ]);
  return cognito.send(new Command(Object.fromEntries(input)));
}

function structure(text: string): Record<string, string | boolean> {
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const at = pair.indexOf('=');
      const value = pair.slice(at + 1);
      return [pair.slice(0, at), value === 'true' || (value === 'false' ? false : value)];
    }),
  );
}

function member(value: unknown, name: string): unknown {
  return (value as Record<string, unknown> | undefined)?.[name];
}
