/**
 * Takes the answers that are none yet (1xx) out of what a socket receives. undici breaks the connection at an unasked
 * `100 Continue`, which some servers put before every answer to a POST, and HTTP allows (RFC 9110, 15.2).
 */
import type { Socket } from 'node:net';

/** Its version and its last two digits may be others. `101` is another matter: what follows is no HTTP any more. */
const INTERIM = 'HTTP/1.0 100';
const SWITCHING = '101';
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const NOTHING = Buffer.alloc(0);

export class InterimAnswers {
  readonly #socket: Socket;
  #expecting = true;
  /** The beginning of an answer, too short to tell what it is. */
  #held: Buffer = NOTHING;
  /** True within the headers of an interim answer, and while the line at hand is empty so far. */
  #within = false;
  #lineIsEmpty = false;
  #size = 0;

  /** @param largest bytes of one interim answer; more end the connection */
  constructor(
    socket: Socket,
    readonly largest: number,
  ) {
    this.#socket = socket;
    const { read } = socket;
    socket.read = (size?: number) => {
      for (;;) {
        const chunk = read.call(socket, size) as Buffer | null;
        if (!this.#expecting || chunk === null || size !== undefined) return chunk;
        const answer = this.#without(chunk);
        if (answer) return answer;
      }
    };
  }

  /** A request goes out: what comes next is an answer from its beginning. */
  expect(): void {
    this.#expecting = true;
  }

  /** What is left of the bytes without interim answers; undefined when that is nothing yet. */
  #without(chunk: Buffer): Buffer | undefined {
    let rest = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    this.#held = NOTHING;
    while (rest.length > 0) {
      if (this.#within) {
        rest = rest.subarray(this.#endOfHeaders(rest));
        continue;
      }
      const status = rest.toString('latin1', 0, INTERIM.length);
      if (!beginsInterim(status)) {
        this.#expecting = false;
        return rest;
      }
      if (status.length < INTERIM.length) {
        this.#held = rest;
        return undefined;
      }
      this.#within = true;
      this.#lineIsEmpty = false;
      this.#size = 0;
    }
    return undefined;
  }

  #endOfHeaders(bytes: Buffer): number {
    this.#size += bytes.length;
    for (let at = 0; at < bytes.length; at++) {
      if (bytes[at] === LINE_FEED) {
        this.#within = !this.#lineIsEmpty;
        if (!this.#within) return at + 1;
        this.#lineIsEmpty = true;
      } else if (bytes[at] !== CARRIAGE_RETURN) this.#lineIsEmpty = false;
    }
    if (this.#size > this.largest) this.#socket.destroy(Object.assign(new Error('headers without end'), OVERFLOW));
    return bytes.length;
  }
}

/** As undici names it. */
const OVERFLOW = { code: 'UND_ERR_HEADERS_OVERFLOW' };

/** True for an interim status, or as much of one as there is. */
function beginsInterim(status: string): boolean {
  if (status.length < INTERIM.length)
    return INTERIM.startsWith(status.replace(/^(HTTP\/1\.)\d/, '$10').replace(/ 1\d$/, ' 10'));
  return /^HTTP\/1\.\d 1\d\d$/.test(status) && !status.endsWith(SWITCHING);
}
