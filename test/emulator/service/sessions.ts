/** The session a caller has with the service, kept by a cookie (docs/api.md, Session). Never required. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export class Sessions {
  readonly #open = new Set<string>();
  /** Requests that came with the cookie of an open session. */
  reused = 0;
  /** Sessions opened. */
  opened = 0;

  /** @param onSecret is told what is made here and nobody else may see */
  constructor(readonly onSecret: (secret: string) => void = () => {}) {}

  /**
   * The cookies to set: none when the request belongs to an open session, else those of a new one.
   * @param name of the session's
   */
  cookiesFor(request: IncomingMessage, name: string): string[] {
    const sent = sessionCookie(request, name);
    if (sent && this.#open.has(sent)) {
      this.reused++;
      return [];
    }
    const id = randomUUID();
    this.#open.add(id);
    this.opened++;
    const affinity = randomUUID().replaceAll('-', '');
    for (const secret of [id, affinity]) this.onSecret(secret);
    return [
      `${name}=${id}; path=/; HttpOnly`,
      `ApplicationGatewayAffinity=${affinity}; path=/`,
      `ApplicationGatewayAffinityCORS=${affinity}; path=/; SameSite=None; Secure`,
    ];
  }

  /** Ends the session a request belongs to, if any. */
  abandon(request: IncomingMessage, name: string): void {
    const sent = sessionCookie(request, name);
    if (sent) this.#open.delete(sent);
  }
}

function sessionCookie({ headers }: IncomingMessage, name: string): string | undefined {
  return headers.cookie
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}
