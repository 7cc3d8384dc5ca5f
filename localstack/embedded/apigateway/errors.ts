import { AwsError } from '../core/errors.ts';

/** API Gateway's answer to input that its rules refuse. */
export function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message, 400);
}

/** API Gateway's answer to an identifier that names nothing. */
export function notFound(kind: string, id: string | undefined): AwsError {
  return new AwsError('NotFoundException', `Invalid ${kind} identifier specified ${id}`, 404, {
    ResourceType: kind,
  });
}

/** API Gateway's answer where something is there or in use already. */
export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', message, 409);
}

/** A feature of API Gateway that the embedded one lacks: named, never ignored. */
export function unsupported(feature: string): AwsError {
  return new AwsError(
    'NotImplemented',
    `The embedded AWS does not implement apigatewayv2's ${feature}. See docs/SUPPORT.md for what it does.`,
    501,
  );
}

/** Refuses members of a request that would otherwise be dropped without a word. */
export function onlyMembers(what: string, input: object, known: readonly string[]): void {
  for (const [member, value] of Object.entries(input)) {
    if (value !== undefined && !known.includes(member)) throw unsupported(`${what} with ${member}`);
  }
}
