import { createHmac, hkdfSync } from 'node:crypto';
import type { Random } from '../../../core/context.ts';
import type { SrpExchange } from '../../model.ts';
import { group, sha256, toBytes, toNumber } from './group.ts';
import { type PasswordOwner, poolName } from './verifier.ts';

const PRIVATE_BYTES = 32;
const KEY_BYTES = 16;
/** The label of the key that signs a proof, in Cognito's clients. */
const KEY_LABEL = 'Caldera Derived Key';

/** Opens an exchange over a verifier: `SRP_B` for the client, and what the server keeps of it. All are in hexadecimal. */
export function openExchange(
  random: Random,
  clientPublic: string,
  verifier: string,
): { readonly serverPublic: string; readonly exchange: SrpExchange } {
  const privateValue = toNumber(random.bytes(PRIVATE_BYTES));
  const serverPublic = group.serverPublic(privateValue, toNumber(verifier)).toString(16);
  return { serverPublic, exchange: { clientPublic, serverPublic, serverPrivate: privateValue.toString(16) } };
}

/** The signature by which a client proves that it knows the password (`PASSWORD_CLAIM_SIGNATURE`). */
export function proofOf(
  exchange: SrpExchange,
  verifier: string,
  owner: PasswordOwner,
  claim: { readonly secretBlock: string; readonly timestamp: string },
): Buffer {
  const clientPublic = toNumber(exchange.clientPublic);
  const scrambling = sha256(toBytes(clientPublic), toBytes(toNumber(exchange.serverPublic)));
  const secret = group.serverSecret(
    clientPublic,
    toNumber(verifier),
    toNumber(scrambling),
    toNumber(exchange.serverPrivate),
  );
  const key = hkdfSync('sha256', toBytes(secret), toBytes(toNumber(scrambling)), KEY_LABEL, KEY_BYTES);
  return createHmac('sha256', Buffer.from(key))
    .update(poolName(owner.pool))
    .update(owner.username)
    .update(Buffer.from(claim.secretBlock, 'base64'))
    .update(claim.timestamp)
    .digest();
}

/** Whether `SRP_A` is a value that a client can have drawn. */
export function isClientPublic(text: string): boolean {
  return /^[0-9a-f]+$/i.test(text) && group.isPublicValue(toNumber(text));
}
