import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearest } from './nearest.ts';

/** The command line is wrong; the message says how, in one sentence. */
export class UsageError extends Error {
  readonly code = 'usage';
}

/**
 * Reads a command line as `parseArgs` of `node:util` does, with one sentence for what is wrong.
 * @param help the command that explains all options, e.g. `npm start -- --help`
 * @throws UsageError naming what is wrong and, for an option that there is not, the one that was probably meant
 */
export function readCommandLine<Config extends ParseArgsConfig>(
  config: Config,
  help: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(`${sentenceOf(error as NodeJS.ErrnoException, config)} (see ${help})`);
  }
}

function sentenceOf({ code, message }: NodeJS.ErrnoException, { options = {} }: ParseArgsConfig): string {
  // What follows the first sentence is advice about arguments that begin with a hyphen.
  const [first = ''] = message.split(/\.(?:\s|$)/);
  const [, option] = /^Unknown option '(-[^']*)'/.exec(first) ?? [];
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION' || option === undefined) return first;
  const meant = nearest(
    option,
    Object.keys(options).map((name) => `--${name}`),
  );
  return meant ? `There is no option ${option}; did you mean ${meant}?` : `There is no option ${option}`;
}
