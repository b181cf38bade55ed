/** The service's session cookies: sent back to make later requests faster, never required (docs/api.md, Session). */
import type { CookieJar } from 'tough-cookie';
import type { Redactor } from '../../secrets/redact';

/** Names the service uses; in a flood of cookies they are the ones to keep. */
const SERVICE_COOKIES: ReadonlySet<string> = new Set([
  'DataConnectState',
  'ApplicationGatewayAffinity',
  'ApplicationGatewayAffinityCORS',
]);

/** Cookies kept per host; a browser would keep 150. */
const MOST = 20;
const LONGEST = 4096;

/** Brings the list of public suffixes, which takes a moment: only who needs it loads it, and asks for it once. */
let toughCookie: Promise<typeof import('tough-cookie')> | undefined;

/** One jar per host of one connection: what one host sets, no other host gets, not even in the same domain. */
export class Session {
  readonly #jars = new Map<string, CookieJar>();

  constructor(readonly redactor: Redactor) {}

  /** Value of the `Cookie` header for this address, if any. */
  cookiesFor(url: URL): string | undefined {
    return this.#jars.get(url.host)?.getCookieStringSync(url.href) || undefined;
  }

  /** Takes over the cookies of an answer. Foreign, damaged, oversized and surplus ones are left out. */
  async remember(url: URL, header: string | string[] | undefined): Promise<void> {
    const lines = (header === undefined ? [] : [header].flat()).filter(isAcceptable).sort(serviceFirst);
    if (lines.length === 0) return;
    const jar = await this.#jarOf(url.host);
    for (const line of lines) this.#store(jar, line, url);
  }

  /** Forgets the session with a host: the next answer starts a new one. */
  forget(url: URL): void {
    this.#jars.delete(url.host);
  }

  async #jarOf(host: string): Promise<CookieJar> {
    toughCookie ??= import('tough-cookie');
    const { CookieJar } = await toughCookie;
    const jar = this.#jars.get(host) ?? new CookieJar();
    this.#jars.set(host, jar);
    return jar;
  }

  #store(jar: CookieJar, line: string, url: URL): void {
    const known = jar.getCookiesSync(url.href, { allPaths: true });
    const name = line.slice(0, line.indexOf('='));
    if (known.length >= MOST && !known.some((cookie) => cookie.key === name)) return;
    const cookie = jar.setCookieSync(line, url.href, { ignoreError: true });
    this.redactor.learn('cookie', cookie?.value);
  }
}

function isAcceptable(line: string): boolean {
  return line.length <= LONGEST && line.indexOf('=') > 0 && !/[^\P{Cc}\t]/u.test(line);
}

function serviceFirst(one: string, other: string): number {
  return Number(isServiceCookie(other)) - Number(isServiceCookie(one));
}

function isServiceCookie(line: string): boolean {
  return SERVICE_COOKIES.has(line.slice(0, line.indexOf('=')).trim());
}
