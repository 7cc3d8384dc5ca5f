import type { CreateUserPoolClientRequest, TimeUnitsType } from '@aws-sdk/client-cognito-identity-provider';
import { invalidParameter } from '../errors.ts';

const SECONDS: Readonly<Record<TimeUnitsType, number>> = {
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
};
const MINUTE = 60;
const DAY = 86_400;

type Validity = Pick<
  CreateUserPoolClientRequest,
  | 'AccessTokenValidity'
  | 'IdTokenValidity'
  | 'RefreshTokenValidity'
  | 'TokenValidityUnits'
  | 'AuthSessionValidity'
>;

/** How long a client's tokens live, in seconds. */
export interface TokenLifetimes {
  readonly access: number;
  readonly id: number;
  readonly refresh: number;
}

/** The lifetimes in effect: an hour for access and ID tokens, thirty days for refresh tokens, unless set. */
export function lifetimesOf(settings: Validity): TokenLifetimes {
  const units = settings.TokenValidityUnits ?? {};
  const seconds = (value: number | undefined, unit: TimeUnitsType, fallback: number) =>
    value === undefined || value === 0 ? fallback : value * SECONDS[unit];
  return {
    access: seconds(settings.AccessTokenValidity, units.AccessToken ?? 'hours', 3600),
    id: seconds(settings.IdTokenValidity, units.IdToken ?? 'hours', 3600),
    refresh: seconds(settings.RefreshTokenValidity, units.RefreshToken ?? 'days', 30 * DAY),
  };
}

/**
 * Access and ID tokens live 5 minutes to a day, refresh tokens 60 minutes to ten years and no shorter than
 * the others (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html).
 */
export function checkValidity(settings: Validity): void {
  const { access, id, refresh } = lifetimesOf(settings);
  for (const seconds of [access, id]) {
    if (seconds < 5 * MINUTE || seconds > DAY) throw invalidParameter('Invalid range for token validity.');
  }
  if (refresh < 60 * MINUTE || refresh > 3650 * DAY)
    throw invalidParameter('Invalid range for token validity.');
  if (refresh < access || refresh < id) {
    throw invalidParameter('Invalid range for token validity. Refresh token validity must be the longest.');
  }
  const session = settings.AuthSessionValidity;
  if (session !== undefined && (session < 3 || session > 15)) {
    throw invalidParameter(
      `1 validation error detected: Value '${session}' at 'authSessionValidity' failed to satisfy constraint: Member must have value between 3 and 15`,
    );
  }
}
