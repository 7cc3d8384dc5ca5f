import { invalidParameter } from '../errors.ts';

/** AuthParameters and ChallengeResponses as they come. */
export type Parameters = Readonly<Record<string, string>>;

/** One of them. Throws InvalidParameterException where it is missing. */
export function parameter(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (!value) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}
