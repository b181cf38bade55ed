/** Holds back the first bytes of an answer until they prove that it has the format that was asked for. */
import type { Answer } from '../client/request';
import { checkContent } from '../decode/content-check';
import type { RunPlan } from './run-plan';

/** Bytes that prove a format: a byte order mark, white space and the start of an HTML page fit in. */
const PROOF_BYTES = 512;

export class ProvenHead {
  #head: Buffer | undefined = Buffer.alloc(0);

  constructor(
    readonly answer: Answer,
    readonly plan: RunPlan,
  ) {}

  /**
   * @returns what may be read by now; nothing while there are too few bytes
   * @throws DataConnectError `WRONG_CONTENT_TYPE` or `API_ERROR`
   */
  pass(chunk: Buffer): Buffer | undefined {
    if (!this.#head) return chunk;
    this.#head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
    return this.#head.length < PROOF_BYTES ? undefined : this.end();
  }

  /** What was held back: all of an answer that is shorter. */
  end(): Buffer | undefined {
    const firstBytes = this.#head;
    this.#head = undefined;
    if (!firstBytes) return undefined;
    const { contentType, charset, host } = this.answer;
    checkContent({ format: this.plan.response, contentType, charset, firstBytes, host, path: this.plan.request.path });
    return firstBytes;
  }
}
