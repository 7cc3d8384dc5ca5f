import { domainToASCII, domainToUnicode } from 'node:url';

/** The event of Cognito's pre-sign-up trigger, as far as it is read. */
export interface PreSignUpEvent {
  readonly triggerSource: string;
  readonly userName: string;
  readonly request: { readonly userAttributes: Readonly<Record<string, string>> };
}

/** The characters of a name before the `@`, as RFC 5321 has them without quotes (`Dot-string`), and `+` apart. */
const localPart = /^[\p{L}\p{N}!#$%&'*/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*/=?^_`{|}~-]+)*$/u;

/**
 * Refuses whoever signs up with an address outside `domains` (lower case, ASCII as DNS has them). Cognito shows the sentence
 * to whoever asked. People whom an administrator adds are let in as they are: somebody answers for them.
 */
export function checkSignUp(event: PreSignUpEvent, domains: readonly string[]): void {
  if (event.triggerSource === 'PreSignUp_AdminCreateUser') return;
  const address = event.request.userAttributes.email ?? '';
  const at = address.lastIndexOf('@');
  const [name, domain] = [address.slice(0, at), address.slice(at + 1)];
  if (at < 1 || !isOneOf(domain, domains)) {
    throw new Error(
      `Only people with an address at ${domains.join(' or ')} can sign up; ask an admin to add you`,
    );
  }
  // One mailbox would be as many people as it likes, each with limits of their own.
  if (name.includes('+')) throw new Error('Sign up with your address as it is without the part after its +');
  if (!localPart.test(name)) throw new Error('Sign up with an address that has neither quotes nor comments');
}

/**
 * Whether `domain` is one of `domains` itself: none below it, and in no other spelling than that of DNS (xn--…) or the one
 * that people read. What only looks like it, or becomes it by folding (full-width letters, a dot at the end), is not it.
 */
function isOneOf(domain: string, domains: readonly string[]): boolean {
  const lower = domain.toLowerCase().normalize('NFC');
  const ascii = domainToASCII(lower);
  return domains.includes(ascii) && (lower === ascii || lower === domainToUnicode(ascii));
}
