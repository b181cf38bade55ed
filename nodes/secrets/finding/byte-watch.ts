/** Looks through the bytes of an answer as they come for what may be a secret, or hide one. */
import type { ResponseFormat } from '../../catalogue/shared-parameters';
import { LONGEST_MARK, type SecretFinder } from './secret-finder';
import { hasLettersAsBytes, LONGEST_SIGN, mayBeWrittenOtherwise } from './written-otherwise';

const EMPTY = Buffer.alloc(0);
/** What is looked for may begin in one piece and end in the next. */
const KEPT = Math.max(LONGEST_MARK - 1, LONGEST_SIGN);

export class ByteWatch {
  /** True once anything pointed to a secret; from there on nothing is looked at. */
  isSuspicious = false;
  #end: Buffer = EMPTY;
  #began = false;

  /** @param secrets whose finder may change while the answer comes */
  constructor(
    readonly secrets: { readonly finder: SecretFinder },
    readonly charset: string | undefined,
    readonly response: ResponseFormat,
  ) {}

  look(bytes: Buffer): void {
    if (this.isSuspicious || bytes.length === 0) return;
    const { finder } = this.secrets;
    if (!this.#began) this.isSuspicious = finder.isBlind || !hasLettersAsBytes(this.charset, bytes);
    this.#began = true;
    const seam = this.#end.length > 0 ? Buffer.concat([this.#end, bytes.subarray(0, KEPT)]) : EMPTY;
    for (const piece of [seam, bytes]) {
      this.isSuspicious ||= finder.suspects(piece) || mayBeWrittenOtherwise(piece, this.response);
    }
    this.#end = Buffer.from(
      bytes.length >= KEPT ? bytes.subarray(-KEPT) : Buffer.concat([this.#end, bytes]).subarray(-KEPT),
    );
  }
}
