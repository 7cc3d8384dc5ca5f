import Type, { type Static, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { misspelt } from '../preflight/misspelt.ts';
import { SETTING_NAMES, type SettingName } from './setting-names.ts';

/** Days that CloudWatch Logs accepts as a retention (PutRetentionPolicy, API reference). */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
];

const Text = (pattern: string, expects: string, fallback?: string) =>
  Type.String({ pattern, expects, ...(fallback === undefined ? {} : { default: fallback }) });

/** Addresses of a browser application: Cognito takes plain HTTP for localhost alone, and no fragment. */
const Urls = (expects: string) => {
  const one = '(https://[^,\\s#*]+|http://localhost(:[0-9]+)?(/[^,\\s#*]*)?)';
  return Text(`^${one}(,${one})*$`, expects);
};

const WholeNumber = (minimum: number, maximum: number, fallback?: number) =>
  Type.Integer({
    minimum,
    maximum,
    expects: `a whole number from ${minimum} to ${maximum}`,
    ...(fallback === undefined ? {} : { default: fallback }),
  });

/**
 * Every environment variable that the infrastructure reads, with its default; `expects` ends the sentence of its error.
 */
const SettingsEnvironment = Type.Object({
  STAGE: Text('^[a-z][a-z0-9-]{0,11}$', 'a lower-case name of 1 to 12 letters, digits and hyphens', 'dev'),
  AWS_REGION: Text('^[a-z]{2}(-[a-z]+)+-[0-9]$', 'an AWS region such as us-east-1', 'us-east-1'),
  LOG_LEVEL: Type.Union(
    (['DEBUG', 'INFO', 'WARN', 'ERROR'] as const).map((level) => Type.Literal(level)),
    { expects: 'one of DEBUG, INFO, WARN, ERROR', default: 'INFO' },
  ),
  LOG_RETENTION_DAYS: Type.Optional(
    Type.Union(
      LOG_RETENTION_DAYS.map((days) => Type.Literal(days)),
      { expects: `one of ${LOG_RETENTION_DAYS.join(', ')}` },
    ),
  ),
  CORS_ORIGINS: Type.Optional(
    Text(
      '^https?://[^,\\s/*]+(,https?://[^,\\s/*]+)*$',
      'origins such as https://app.example.com, split by commas',
    ),
  ),
  API_RATE_LIMIT: WholeNumber(1, 10_000, 2_000),
  API_BURST_LIMIT: WholeNumber(1, 5_000, 2_000),
  HTTP_MEMORY_MB: WholeNumber(128, 10_240, 1_024),
  HTTP_RESERVED_CONCURRENCY: Type.Optional(WholeNumber(1, 10_000)),
  SIGN_UP: Type.Union(
    (['invite', 'domains', 'open'] as const).map((who) => Type.Literal(who)),
    { expects: 'invite, domains or open', default: 'invite' },
  ),
  SIGN_UP_DOMAINS: Type.Optional(
    Text(
      '^[a-z0-9-]+(\\.[a-z0-9-]+)+(,[a-z0-9-]+(\\.[a-z0-9-]+)+)*$',
      'domains in lower case such as example.com, split by commas (others than ASCII as DNS has them, xn--…)',
    ),
  ),
  SIGN_IN_DOMAIN: Type.Optional(
    Text(
      '^(?!.*(aws|amazon|cognito))[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$',
      'a name of lower-case letters, digits and hyphens, without aws, amazon or cognito in it',
    ),
  ),
  WEB_CALLBACK_URLS: Type.Optional(
    Urls('URLs such as https://app.example.com/callback, split by commas; http:// for localhost alone'),
  ),
  WEB_LOGOUT_URLS: Type.Optional(
    Urls('URLs such as https://app.example.com/, split by commas; http:// for localhost alone'),
  ),
  COMPANY_OIDC_ISSUER: Type.Optional(
    Text('^https?://[^\\s?#]+$', "an OpenID Connect provider's issuer such as https://login.example.com"),
  ),
  COMPANY_OIDC_CLIENT_ID: Type.Optional(Text('^\\S+$', 'the id that the provider gave the user pool')),
  ALARM_TOPIC_ARN: Type.Optional(Text('^arn:aws[a-z-]*:sns:[^:]+:[0-9]{12}:.+$', 'the ARN of an SNS topic')),
  PROTECT_DATA: Type.Optional(
    Type.Union(
      (['yes', 'no'] as const).map((answer) => Type.Literal(answer)),
      { expects: 'yes or no' },
    ),
  ),
  PROVIDER_ENDPOINT: Type.Optional(Text('^https?://[^\\s]+[^/\\s]$', 'a URL such as http://localhost:4566')),
  TF_STATE_BUCKET: Type.Optional(Text('^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$', 'the name of an S3 bucket')),
  TF_STATE_REGION: Type.Optional(Text('^[a-z]{2}(-[a-z]+)+-[0-9]$', 'an AWS region such as us-east-1')),
  PERMISSIONS_BOUNDARY_ARN: Type.Optional(
    Text('^arn:aws[a-z-]*:iam::[0-9]{12}:policy/.+$', 'the ARN of an IAM policy'),
  ),
  PIPELINE_REPOSITORY: Type.Optional(
    Text('^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$', 'a repository on GitHub such as owner/name'),
  ),
  PIPELINE_OIDC_PROVIDER_ARN: Type.Optional(
    Text('^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/.+$', 'the ARN of an OpenID Connect provider'),
  ),
} satisfies Record<SettingName, TSchema>);

/** Who may deploy from where. */
export interface PipelineSettings {
  /** The repository on GitHub whose workflows may take the pipeline's roles: `owner/name`. */
  readonly repository: string;
  /** The account's OpenID Connect provider for GitHub, where it has one. */
  readonly oidcProviderArn?: string;
}

/** Who may sign up by themselves; people whom an admin adds always may. */
export type SignUp =
  | { readonly who: 'invite' | 'open' }
  /** People with an address at one of these, in lower case and ASCII. */
  | { readonly who: 'domains'; readonly domains: readonly string[] };

/** How people sign in in browsers. */
export interface WebSettings {
  /** Where applications take up a sign-in; none: there is no sign-in in browsers. */
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
  /** The prefix of the domain at which people sign in; default: of stage and account. */
  readonly domain?: string;
  /** The company's own OpenID Connect provider, whose secret is Terraform's variable `company_oidc_client_secret`. */
  readonly company?: { readonly issuer: string; readonly clientId: string };
}

/** What distinguishes one deployment from another. */
export interface Settings {
  readonly stage: string;
  readonly region: string;
  /** The stage `prod`: a longer log retention, no local CORS origin, protected data. */
  readonly production: boolean;
  /** Whether table, receipts and user pool are protected from deletion, by AWS and by Terraform. */
  readonly protectData: boolean;
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  readonly logRetentionDays: number;
  /** Origins of browser applications; none: no CORS. */
  readonly corsOrigins: readonly string[];
  /** Requests per second, and the size of the bucket that absorbs a burst, over the whole API. */
  readonly throttle: { readonly rate: number; readonly burst: number };
  readonly http: { readonly memoryMb: number; readonly reservedConcurrency?: number };
  readonly signUp: SignUp;
  readonly web: WebSettings;
  /** The address that alarms are sent to; default: they are only shown in CloudWatch. */
  readonly alarmTopicArn?: string;
  /** The endpoint of a local AWS for Terraform's provider; default: AWS itself. */
  readonly providerEndpoint?: string;
  /** The bucket of Terraform's state; default: the state is a file at the top of the checkout. */
  readonly remoteState?: { readonly bucket: string; readonly region: string };
  /** The policy that bounds every role; a pipeline may make no other roles (see `stacks/pipeline.ts`). */
  readonly permissionsBoundaryArn?: string;
  /** With it the stack `pipeline` is synthesized too, which an administrator deploys. */
  readonly pipeline?: PipelineSettings;
}

/** A setting that cannot be used; the message has one sentence for each of them. */
export class SettingsError extends Error {
  readonly code = 'settings.invalid';
}

/**
 * Reads the settings of one deployment.
 * @param environment usually `process.env`; unset and empty variables are the same
 * @throws SettingsError naming every variable that is wrong, and what it may be, or that is misspelt
 */
export function loadSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  checkSpelling(environment);
  const present = Object.fromEntries(
    SETTING_NAMES.filter((name) => environment[name]).map((name) => [name, environment[name]]),
  );
  const values = Value.Default(SettingsEnvironment, Value.Convert(SettingsEnvironment, present));
  if (!Value.Check(SettingsEnvironment, values)) throw new SettingsError(describeFaults(values));
  if ((values.SIGN_UP === 'domains') !== (values.SIGN_UP_DOMAINS !== undefined)) {
    throw new SettingsError(
      values.SIGN_UP_DOMAINS === undefined
        ? 'SIGN_UP is "domains", so SIGN_UP_DOMAINS must say which, such as example.com.'
        : `SIGN_UP_DOMAINS is for SIGN_UP=domains, and SIGN_UP is "${values.SIGN_UP}".`,
    );
  }
  if ((values.COMPANY_OIDC_ISSUER === undefined) !== (values.COMPANY_OIDC_CLIENT_ID === undefined)) {
    throw new SettingsError('COMPANY_OIDC_ISSUER and COMPANY_OIDC_CLIENT_ID go together.');
  }
  if (values.STAGE === 'prod') refusePlainHttp(values);
  return toSettings(values);
}

/**
 * Refuses addresses of people's sign-in that no TLS protects, in production: whoever listens at a port of a person's machine
 * would be sent their codes.
 * @throws SettingsError with a sentence for each
 */
function refusePlainHttp(values: Static<typeof SettingsEnvironment>): void {
  const sentences = (['WEB_CALLBACK_URLS', 'WEB_LOGOUT_URLS', 'COMPANY_OIDC_ISSUER'] as const)
    .filter((name) => values[name]?.split(',').some((url) => url.startsWith('http://')))
    .map((name) => `${name} has an address with http://, which the stage prod does not take.`);
  if (sentences.length > 0) throw new SettingsError(sentences.join('\n'));
}

/**
 * Refuses a variable that was probably meant to be a setting: it would be taken for unset.
 * @throws SettingsError with a sentence for each
 */
function checkSpelling(environment: Readonly<Record<string, string | undefined>>): void {
  const sentences = misspelt(environment, SETTING_NAMES);
  if (sentences.length > 0) throw new SettingsError(sentences.join('\n'));
}

/** As {@link loadSettings}, for an entry point: says what is wrong and ends the process with status 1. */
export function requireSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  try {
    return loadSettings(environment);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/** One property at a time: the schema's own list of errors stops after a few. */
function describeFaults(values: unknown): string {
  const named = values as Readonly<Record<string, unknown>>;
  return SETTING_NAMES.filter(
    (name) => name in named && !Value.Check(SettingsEnvironment.properties[name], named[name]),
  )
    .map((name) => {
      const { expects } = SettingsEnvironment.properties[name] as { expects?: string };
      return `${name} is ${JSON.stringify(named[name])}; it must be ${expects}.`;
    })
    .join('\n');
}

function toSettings(values: Static<typeof SettingsEnvironment>): Settings {
  const production = values.STAGE === 'prod';
  return {
    stage: values.STAGE,
    region: values.AWS_REGION,
    production,
    protectData: values.PROTECT_DATA ? values.PROTECT_DATA === 'yes' : production,
    logLevel: values.LOG_LEVEL,
    logRetentionDays: values.LOG_RETENTION_DAYS ?? (production ? 365 : 30),
    corsOrigins: values.CORS_ORIGINS?.split(',') ?? (production ? [] : ['http://localhost:3000']),
    throttle: { rate: values.API_RATE_LIMIT, burst: values.API_BURST_LIMIT },
    http: {
      memoryMb: values.HTTP_MEMORY_MB,
      ...(values.HTTP_RESERVED_CONCURRENCY && { reservedConcurrency: values.HTTP_RESERVED_CONCURRENCY }),
    },
    signUp: signUpOf(values),
    web: webOf(values, production),
    ...(values.ALARM_TOPIC_ARN && { alarmTopicArn: values.ALARM_TOPIC_ARN }),
    ...(values.PROVIDER_ENDPOINT && { providerEndpoint: values.PROVIDER_ENDPOINT }),
    ...(values.TF_STATE_BUCKET && {
      remoteState: { bucket: values.TF_STATE_BUCKET, region: values.TF_STATE_REGION ?? values.AWS_REGION },
    }),
    ...(values.PERMISSIONS_BOUNDARY_ARN && { permissionsBoundaryArn: values.PERMISSIONS_BOUNDARY_ARN }),
    ...(values.PIPELINE_REPOSITORY && {
      pipeline: {
        repository: values.PIPELINE_REPOSITORY,
        ...(values.PIPELINE_OIDC_PROVIDER_ARN && { oidcProviderArn: values.PIPELINE_OIDC_PROVIDER_ARN }),
      },
    }),
  };
}

function webOf(values: Static<typeof SettingsEnvironment>, production: boolean): WebSettings {
  const local = (url: string) => (production ? [] : [url]);
  const { COMPANY_OIDC_ISSUER: issuer, COMPANY_OIDC_CLIENT_ID: clientId } = values;
  return {
    callbackUrls: values.WEB_CALLBACK_URLS?.split(',') ?? local('http://localhost:3000/callback'),
    logoutUrls: values.WEB_LOGOUT_URLS?.split(',') ?? local('http://localhost:3000/'),
    ...(values.SIGN_IN_DOMAIN && { domain: values.SIGN_IN_DOMAIN }),
    ...(issuer && clientId && { company: { issuer, clientId } }),
  };
}

function signUpOf({ SIGN_UP: who, SIGN_UP_DOMAINS: domains }: Static<typeof SettingsEnvironment>): SignUp {
  return who === 'domains' ? { who, domains: (domains ?? '').split(',') } : { who };
}
