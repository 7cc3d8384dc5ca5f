import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSignUp } from './pre-sign-up.ts';

const domains = ['example.com', 'xn--mller-kva.de'];
const signUp = (email: string, triggerSource = 'PreSignUp_SignUp') =>
  checkSignUp({ triggerSource, userName: 'u', request: { userAttributes: { email } } }, domains);

describe('signing up where some domains may', () => {
  it.each([
    'ann@example.com',
    'Ann.Lee@EXAMPLE.com',
    "o'neil_2@example.com",
    'ann@müller.de',
    'ann@XN--MLLER-kva.de',
  ])('lets %s in', (email) => {
    expect(() => signUp(email)).not.toThrow();
  });

  it.each([
    ['another domain', 'ann@example.org'],
    ['a domain below it', 'ann@evil.example.com'],
    ['a domain that ends with it', 'ann@notexample.com'],
    ['a domain that begins with it', 'ann@example.com.evil.org'],
    ['a dot at the end', 'ann@example.com.'],
    ['two domains', 'ann@example.com@evil.org'],
    ['a domain with full-width letters', 'ann@ｅxample.com'],
    ['a domain with a full-width dot', 'ann@example。com'],
    ['a domain with a Cyrillic letter', 'ann@ex\u0430mple.com'],
    ['a domain with a soft hyphen', 'ann@exam\u00adple.com'],
    ['a domain that is percent-encoded', 'ann@ex%61mple.com'],
    ['a space after it', 'ann@example.com '],
    ['a line break after it', 'ann@example.com\n'],
    ['a port after it', 'ann@example.com:25'],
    ['no name', '@example.com'],
    ['no address', 'example.com'],
    ['nothing', ''],
  ])('refuses %s, and says who may', (_what, email) => {
    expect(() => signUp(email)).toThrow(
      'Only people with an address at example.com or xn--mller-kva.de can sign up; ask an admin to add you',
    );
  });

  it('lets one mailbox be one person', () => {
    expect(() => signUp('ann+2@example.com')).toThrow('without the part after its +');
  });

  it.each([
    '"ann@evil.org"@example.com',
    'ann(boss)@example.com',
    'ann lee@example.com',
    'ann..lee@example.com',
  ])('refuses the name of %s', (email) => {
    expect(() => signUp(email)).toThrow('neither quotes nor comments');
  });

  it('lets administrators add whom they like', () => {
    expect(() => signUp('ann@example.org', 'PreSignUp_AdminCreateUser')).not.toThrow();
  });

  it('asks people who come from elsewhere by another identity provider as well', () => {
    expect(() => signUp('ann@example.org', 'PreSignUp_ExternalProvider')).toThrow('Only people');
  });

  it('lets nobody in whose address ends otherwise, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (email) => {
        fc.pre(!/@(example\.com|müller\.de|xn--mller-kva\.de)$/iu.test(email.normalize('NFC')));
        expect(() => signUp(email)).toThrow();
      }),
    );
  });
});
