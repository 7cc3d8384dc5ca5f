import type { FunctionConfiguration } from '../model.ts';

/** How a request names a function, or a version or alias of it. */
export interface QualifiedReference {
  readonly FunctionName: string;
  /** A version or an alias. Default: what the name itself says, or else `$LATEST`. */
  readonly Qualifier?: string;
}

/** A configuration as it is read by a qualifier: with that in the ARN, where it stands for `$LATEST`. */
export function qualified(
  configuration: FunctionConfiguration,
  qualifier: string | undefined,
): FunctionConfiguration {
  if (qualifier === undefined || configuration.Version !== '$LATEST') return configuration;
  return { ...configuration, FunctionArn: `${configuration.FunctionArn}:${qualifier}` };
}
