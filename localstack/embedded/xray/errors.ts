import { AwsError } from '../core/errors.ts';

/** Input that X-Ray's rules refuse. */
export const invalidRequest = (message: string) => new AwsError('InvalidRequestException', message);
