import { createHash, randomBytes } from 'node:crypto';

/** A page that was shown, or where a browser was sent. */
export interface Shown {
  readonly status: number;
  /** Where a redirection leads, with the host that was asked where it names none. */
  readonly location: URL | undefined;
  readonly text: string;
  readonly headers: Headers;
}

/** As much of a browser as a sign-in needs: cookies, and forms by what stands in them. */
export class Visitor {
  readonly cookies = new Map<string, string>();

  /** Opens an address; redirections are left to the test. */
  async open(url: string | URL, init: RequestInit = {}): Promise<Shown> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { cookie, ...init.headers } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    return {
      status: answer.status,
      location: location === null ? undefined : new URL(location, url),
      text: await answer.text(),
      headers: answer.headers,
    };
  }

  /** Opens an address and follows what stays at the same host. */
  async follow(url: string | URL): Promise<Shown> {
    let shown = await this.open(url);
    const { host } = new URL(url);
    while (shown.location?.host === host) shown = await this.open(shown.location);
    return shown;
  }

  /** Sends the form of a page whose action ends in `path`, with `fields` filled in. */
  submit(page: Shown, origin: string, path: string, fields: Record<string, string>): Promise<Shown> {
    const form = [...page.text.matchAll(/<form method="post" action="([^"]*)">([\s\S]*?)<\/form>/g)].find(
      ([, action = '']) => new URL(unescaped(action), origin).pathname.endsWith(path),
    );
    if (!form) throw new Error(`The page has no form for ${path}: ${page.text}`);
    const [, action = '', content = ''] = form;
    const body = new URLSearchParams();
    for (const [, name = '', value = ''] of content.matchAll(
      /type="hidden" name="([^"]*)" value="([^"]*)"/g,
    )) {
      body.set(unescaped(name), unescaped(value));
    }
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return this.open(new URL(unescaped(action), origin), { method: 'POST', body });
  }
}

function unescaped(text: string): string {
  const letters: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return text.replaceAll(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => letters[name] ?? '');
}

/** A verifier of PKCE and its challenge. */
export function aVerifier() {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}
