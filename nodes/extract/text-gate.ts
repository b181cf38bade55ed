/**
 * The gate through which a text leaves that is passed on as it comes, piece by piece: a whole one has `body-gate.ts`.
 * Nearly every text has nothing to hide and passes byte for byte. Where something points to a secret, it is masked where
 * it is written, from there on to the end; what was masked is read again, and the text withheld where a secret still
 * shows. What is held meanwhile is the record at hand, and as much as the longest secret has.
 */
import { withoutCutCharacter } from '../charset/evidence';
import type { Answer } from '../client/request';
import { DataConnectError } from '../errors';
import { secretNames } from '../output/mask-secrets';
import type { DataRecord } from '../record';
import { ByteWatch } from '../secrets/finding/byte-watch';
import { SecretFinder, type SecretPlace } from '../secrets/finding/secret-finder';
import { isTelling } from '../secrets/finding/secret-forms';
import { NotMaskable, narrowCoding, type TextCoding, wideCoding } from '../secrets/mask-text';
import { ValueMask } from '../secrets/mask-values';
import { LONGEST_SECRET, maskPlaces, type Redactor } from '../secrets/redact';
import { FollowedText } from './followed-text';
import { MaskedText } from './masked-text';
import type { RunPlan } from './run-plan';

const EMPTY = Buffer.alloc(0);

export class TextGate {
  readonly #followed: FollowedText;
  readonly #watch: ByteWatch;
  readonly #declared: ReadonlySet<string>;
  readonly #mask: ValueMask;
  readonly #judged = new Set<string>();
  #held: Buffer[] = [];
  #heldBytes = 0;
  /** Bytes that have left. */
  #left = 0;
  /** What stood under the names of secrets, and which bytes had come by then. */
  #named: Array<{ before: number; values: string[] }> = [];
  #wide: TextCoding | undefined;
  /** Once something was masked. */
  #check: MaskedText | undefined;
  /** Bytes that must be held before the next look, so that a long record is not looked at once a piece. */
  #wanted = 0;

  /** @param gone what has left so far, from the beginning of the answer on */
  constructor(
    readonly plan: RunPlan,
    readonly answer: Answer,
    readonly redactor: Redactor,
    readonly gone: () => AsyncIterable<Buffer>,
  ) {
    this.#followed = new FollowedText(plan, answer);
    this.#watch = new ByteWatch(redactor, answer.charset, plan.response);
    this.#declared = secretNames(plan.columns);
    this.#mask = new ValueMask(redactor, this.#declared);
    this.#watch.isSuspicious = this.#declared.size > 0;
  }

  /** Records so far. */
  get records(): number {
    return this.#followed.records;
  }

  /** Places that were masked. */
  get masked(): number {
    return this.#check ? Math.max(1, this.#mask.count) : 0;
  }

  /**
   * @returns what may leave by now
   * @throws DataConnectError of the format, `SECRET_WITHHELD`
   */
  pass(bytes: Buffer): Promise<Buffer> | Buffer {
    if (this.#came === 0) this.#wide = wideCoding(bytes);
    this.#watch.look(bytes);
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    // Records like those before have the names that were looked at, and no values with names in them.
    this.#followed.skim(this.#followed.records > 0 && !this.#watch.isSuspicious);
    this.#learn(this.#followed.write(bytes));
    return this.#watch.isSuspicious ? this.#orWithheld(() => this.#passMasked(false)) : this.#passAsItCame();
  }

  /**
   * @returns what was held back
   * @throws DataConnectError `TRUNCATED` as well
   */
  async end(): Promise<Buffer> {
    this.#learn(this.#followed.end());
    if (!this.#watch.isSuspicious) return Buffer.concat(this.#held);
    return this.#orWithheld(async () => {
      const last = await this.#passMasked(true);
      this.#check?.end(this.#followed.records);
      return last;
    });
  }

  /** Bytes so far. */
  get #came(): number {
    return this.#left + this.#heldBytes;
  }

  /** Learns what stands under the names of secrets, before anything of it leaves. */
  #learn(records: readonly DataRecord[]): void {
    if (records.length === 0) return;
    this.#watch.isSuspicious ||= this.#followed.nests || this.#hasSecretNames();
    if (!this.#watch.isSuspicious) return;
    for (const record of records) this.#mask.learn(record, 'plain');
    for (const record of records) this.#mask.maskMembers(record, 'plain');
    if (this.#mask.named.size === 0) return;
    this.#named.push({ before: this.#came, values: [...this.#mask.named] });
    this.#mask.named.clear();
  }

  #hasSecretNames(): boolean {
    const names = this.#followed.columns().map(({ name, originalName = name }) => originalName);
    const fresh = names.filter((name) => !this.#judged.has(name));
    for (const name of fresh) this.#judged.add(name);
    return fresh.some((name) => this.#mask.kindOf(name) !== 'plain' || this.#mask.name(name) !== name);
  }

  /** Of what is held: that whose records are known, and in which no secret can begin that ends behind it. */
  get #mayLeave(): number {
    return Math.min(this.#followed.covered - this.#left, this.#heldBytes - LONGEST_SECRET);
  }

  #passAsItCame(): Buffer {
    const most = this.#mayLeave;
    let count = 0;
    let bytes = 0;
    while (count < this.#held.length && bytes + this.#held[count]!.length <= most) bytes += this.#held[count++]!.length;
    this.#heldBytes -= bytes;
    this.#left += bytes;
    const leaving = this.#held.splice(0, count);
    return leaving.length === 1 ? leaving[0]! : Buffer.concat(leaving);
  }

  /** @throws NotMaskable */
  async #passMasked(isEnd: boolean): Promise<Buffer> {
    const most = isEnd ? this.#heldBytes : this.#mayLeave;
    if (!isEnd && (this.#heldBytes < this.#wanted || most <= 0)) return EMPTY;
    const held = Buffer.concat(this.#held);
    const whole = isEnd ? held : this.#wholeCharacters(held);
    const coding = this.#wide ?? narrowCoding(whole);
    const text = coding.decode(whole);
    const places = this.#placesIn(text);
    const end = isEnd ? text.length : coding.decode(this.#wholeCharacters(held.subarray(0, most))).length;
    const cut = cutBefore(places, end);
    const leaving = text.slice(0, cut);
    const secrets = places.filter(({ to }) => to <= cut);
    const used = isEnd ? held.length : coding.encode(leaving).length;
    this.#keep(held.subarray(used), used);
    if (secrets.length === 0 && !this.#check) return held.subarray(0, used);
    const passed = secrets.length === 0 ? held.subarray(0, used) : coding.encode(maskPlaces(leaving, secrets));
    await this.#readAgain(passed);
    return passed;
  }

  #keep(rest: Buffer, used: number): void {
    this.#held = [rest];
    this.#heldBytes = rest.length;
    this.#left += used;
    this.#wanted = 2 * rest.length;
    this.#named = this.#named.filter(({ before }) => before > this.#left);
  }

  /** Half a character waits for its other half. */
  #wholeCharacters(bytes: Buffer): Buffer {
    return this.#wide ? bytes.subarray(0, bytes.length & ~1) : withoutCutCharacter(bytes);
  }

  #placesIn(text: string): SecretPlace[] {
    const named = this.#named.flatMap(({ values }) => values);
    if (named.some((value) => !isTelling(value))) throw new NotMaskable();
    const finder = new SecretFinder(named);
    return this.redactor.placesInData(text, (plain) => finder.spans(plain));
  }

  async #readAgain(passed: Buffer): Promise<void> {
    if (!this.#check) {
      this.#check = new MaskedText(this.plan, this.answer, this.redactor, this.#declared);
      for await (const bytes of this.gone()) this.#check.write(bytes);
    }
    this.#check.write(passed);
  }

  async #orWithheld(work: () => Promise<Buffer>): Promise<Buffer> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof NotMaskable)) throw error;
      throw new DataConnectError('SECRET_WITHHELD', { host: this.answer.host, path: this.plan.request.path });
    }
  }
}

/** The last place up to `end` that no secret lies across. */
function cutBefore(places: readonly SecretPlace[], end: number): number {
  let cut = end;
  for (const { from, to } of [...places].sort((one, other) => other.to - one.to)) {
    if (from < cut && to > cut) cut = from;
  }
  return cut;
}
