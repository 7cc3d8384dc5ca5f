import { readCommandLine, UsageError } from '../../preflight/command-line.ts';
import { loadSettings, type Settings, SettingsError } from '../settings.ts';
import { DeployError } from './errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The stage that means a local AWS instead of an account. */
export const LOCAL_STAGE = 'local';

/** Where `npm start` listens. */
const LOCAL_ENDPOINT = 'http://localhost:4566';

/** The arguments of a deployment or its removal. */
export interface Request {
  readonly settings: Settings;
  /** The environment of every process of the deployment: the caller's variables and those of the command line. */
  readonly environment: Environment;
  /** Show what would change, and change nothing. */
  readonly plan: boolean;
  /** The roles of the workflows instead of the product. */
  readonly pipeline: boolean;
  /** Do not ask. */
  readonly yes: boolean;
  /** Destroy `prod` too. */
  readonly forceProd: boolean;
}

/**
 * Reads the command line of `npm run deploy` or `npm run destroy`, and the settings beside it.
 * @throws DeployError `usage` with a sentence for each mistake
 */
export function readRequest(
  command: 'deploy' | 'destroy',
  argv: readonly string[],
  caller: Environment,
): Request | 'help' {
  const values = parse(command, argv);
  if (values.help) return 'help';
  const stage = values.stage ?? caller.STAGE;
  if (!stage) throw new DeployError('usage', `Which stage? For example: npm run ${command} -- --stage dev`);
  const environment = environmentOf(stage, caller);
  const settings = settingsOf(environment);
  if (settings.production && !settings.remoteState) {
    throw new DeployError(
      'usage',
      'prod keeps its state in S3, where colleagues and Terraform find it: set TF_STATE_BUCKET (npm run bootstrap makes one).',
    );
  }
  if (values.pipeline && !settings.pipeline) {
    throw new DeployError(
      'usage',
      'Whose workflows? The pipeline needs PIPELINE_REPOSITORY, for example PIPELINE_REPOSITORY=acme/expenses.',
    );
  }
  return {
    settings,
    environment,
    pipeline: values.pipeline ?? false,
    plan: values.plan ?? false,
    yes: values.yes ?? false,
    forceProd: values['force-prod'] ?? false,
  };
}

function parse(command: 'deploy' | 'destroy', argv: readonly string[]) {
  const common = {
    stage: { type: 'string' },
    yes: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  const own =
    command === 'deploy'
      ? ({ plan: { type: 'boolean' }, pipeline: { type: 'boolean' } } as const)
      : ({ 'force-prod': { type: 'boolean' } } as const);
  try {
    const options = { ...common, ...own };
    const { values } = readCommandLine({ args: [...argv], options }, `npm run ${command} -- --help`);
    return values as {
      stage?: string;
      yes?: boolean;
      help?: boolean;
      plan?: boolean;
      pipeline?: boolean;
      'force-prod'?: boolean;
    };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new DeployError('usage', error.message);
  }
}

/** The local AWS accepts any keys. Its state is a file, because a bucket in it would not outlive it. */
function environmentOf(stage: string, caller: Environment): Environment {
  if (stage !== LOCAL_STAGE) return { ...caller, STAGE: stage };
  const endpoint = caller.PROVIDER_ENDPOINT || LOCAL_ENDPOINT;
  return {
    ...caller,
    STAGE: stage,
    PROVIDER_ENDPOINT: endpoint,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    TF_STATE_BUCKET: undefined,
  };
}

function settingsOf(environment: Environment): Settings {
  try {
    return loadSettings(environment);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new DeployError('usage', error.message);
  }
}
