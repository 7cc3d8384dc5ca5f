import { UsageError } from '../../preflight/command-line.ts';

/** Failures that say all there is to say; anything else is a fault of the program and shows its stack. */
const PLAIN = [
  'AddressUnusable',
  'DataDamaged',
  'DataDirectoryInUse',
  'DataDirectoryUnusable',
  'DataForeign',
  'InternalFailure',
  'PortInUse',
  'UnknownService',
];

/** What to do about a failure, where there is something; `…` stands for the program. */
const WAYS_OUT: Readonly<Record<string, string>> = {
  DataDamaged: 'To keep a copy of it and go on with what can be read: … --data DIR --salvage',
  DataDirectoryInUse: 'Stop that first, or choose another folder.',
  PortInUse: 'For any free one: … --port 0',
};

/** Who has failed. */
export interface Failing {
  /** How it is called, e.g. `npx embedded-aws`. */
  readonly program: string;
  /** Codes of errors of its own that say all there is to say. */
  readonly plain?: readonly string[];
}

/** What to say of an error that ends a program: one sentence where that is all there is to say, else the error itself. */
export function explained(error: unknown, { program, plain = [] }: Failing): unknown {
  if (!(error instanceof Error)) return error;
  const { code = '', cause } = error as { code?: string; cause?: { code?: string } };
  const isPlain = [...PLAIN, ...plain].includes(code);
  if (code === 'ENOSPC' || (isPlain && cause?.code === 'ENOSPC')) {
    return 'The disk is full where --data keeps its files. Free some space and start again: what was kept before is still there.';
  }
  if (!isPlain && !(error instanceof UsageError) && error.name !== 'ProvisionError') return error;
  const wayOut = WAYS_OUT[code]?.replace('…', program);
  return wayOut === undefined ? error.message : `${error.message} ${wayOut}`;
}
