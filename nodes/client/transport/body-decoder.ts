import { type Coding, decide, type Expander, sampleSize } from './content-coding';

/** Thrown when a body expands to more than is allowed. */
export class ExpansionError extends Error {
  constructor(readonly limit: 'expansion' | 'body-size') {
    super('the body expands too far');
  }
}

/** Thrown when compressed data is damaged; `early` when it only ends too soon. */
export class CompressionError extends Error {
  constructor(
    readonly early: boolean,
    options: { cause: unknown },
  ) {
    super('the compressed body is damaged', options);
  }
}

/** Largest body and largest ratio of expansion; reports full of empty columns reach about 100. */
export interface ExpansionLimits {
  bytes: number;
  ratio: number;
  /** Up to this many bytes the ratio does not matter. */
  ratioFrom: number;
}

const EXPANSION: ExpansionLimits = { bytes: 8 * 2 ** 30, ratio: 250, ratioFrom: 32 * 2 ** 20 };

/** Takes a piece; the promise, if any, settles when the next one is welcome. */
export type Take = (chunk: Buffer) => void | Promise<void>;

/** What stands between the socket and the caller: collects a sample, then passes on or expands. */
interface Stage {
  write: Take;
  end(): Promise<void>;
  destroy(): void;
}

/**
 * Expands one body. `write` and `end` are called one after the other, each once the promise of the last one settled.
 * What goes wrong (what `take` throws, an ExpansionError, a CompressionError) is thrown by them or given to `failed`,
 * whichever is first; after that nothing settles any more and the caller calls `destroy`.
 */
export class BodyDecoder {
  /** Bytes received, and bytes handed on. */
  received = 0;
  expanded = 0;
  readonly #first: Stage;

  /** @param codings in the order they were applied, as the header says */
  constructor(
    codings: readonly Coding[],
    readonly take: Take,
    failed: (error: unknown) => void,
    readonly limits: ExpansionLimits = EXPANSION,
  ) {
    const count: Stage = { write: (chunk) => this.#handOn(chunk), end: async () => {}, destroy: () => {} };
    const outermostLast = codings.length > 0 ? codings : [undefined];
    this.#first = outermostLast.reduce<Stage>((next, coding) => new CodingStage(coding, next, failed), count);
  }

  write(chunk: Buffer): void | Promise<void> {
    this.received += chunk.length;
    return this.#first.write(chunk);
  }

  end(): Promise<void> {
    return this.#first.end();
  }

  /** Drops whatever is in work. */
  destroy(): void {
    this.#first.destroy();
  }

  #handOn(chunk: Buffer): void | Promise<void> {
    this.expanded += chunk.length;
    const { bytes, ratio, ratioFrom } = this.limits;
    if (this.expanded > bytes) throw new ExpansionError('body-size');
    if (this.expanded > ratioFrom && this.expanded > this.received * ratio) throw new ExpansionError('expansion');
    return this.take(chunk);
  }
}

/** One layer: looks at the first bytes, then is either nothing or an expanding stream. */
class CodingStage implements Stage {
  #sample: Buffer[] = [];
  #sampled = 0;
  #decided: Stage | undefined;

  constructor(
    readonly coding: Coding | undefined,
    readonly next: Stage,
    readonly failed: (error: unknown) => void,
  ) {}

  write(chunk: Buffer): void | Promise<void> {
    if (this.#decided) return this.#decided.write(chunk);
    this.#sample.push(chunk);
    this.#sampled += chunk.length;
    if (this.#sampled >= sampleSize(this.coding)) return this.#decide();
  }

  async end(): Promise<void> {
    if (!this.#decided) await this.#decide();
    await this.#decided!.end();
  }

  destroy(): void {
    (this.#decided ?? this.next).destroy();
  }

  #decide(): void | Promise<void> {
    const sample = this.#sample.length === 1 ? this.#sample[0]! : Buffer.concat(this.#sample);
    this.#sample = [];
    const stream = decide(this.coding, sample);
    this.#decided = stream ? new ExpandingStage(stream, this.next, this.failed) : this.next;
    if (sample.length > 0) return this.#decided.write(sample);
  }
}

/** Some senders fill up a block with zeros behind a compressed body; more of them than this is no padding. */
const LONGEST_PADDING = 65_536;

/**
 * An expanding stream. Node ends it where the compressed data end, whatever follows and whether or not it was told to
 * end, and takes no notice of bytes behind that; here they are looked at, so that nothing is lost without a word.
 */
class ExpandingStage implements Stage {
  /** Settles when the last piece is out. */
  readonly #ended: Promise<void>;
  #over = false;
  /** Settles when the piece handed on last was taken. */
  #taken: Promise<void> | undefined;
  /** Goes on with writing: the stream has room again, or needs no more. */
  #wake = () => {};
  /** Bytes given to the stream, and by where they end the pieces it may not have read yet. */
  #given = 0;
  readonly #unread = new Map<number, Buffer>();
  #padding = 0;

  constructor(
    readonly stream: Expander,
    readonly next: Stage,
    readonly failed: (error: unknown) => void,
  ) {
    stream.on('error', (error: Error & { code?: string }) => {
      failed(new CompressionError(error.code === 'Z_BUF_ERROR', { cause: error }));
    });
    stream.on('data', (chunk: Buffer) => this.#handOn(chunk));
    stream.on('drain', () => this.#wake());
    this.#ended = new Promise((resolve) => stream.once('end', () => resolve(this.#finish())));
  }

  write(chunk: Buffer): void | Promise<void> {
    if (this.#over) return this.#skip(chunk);
    this.#given += chunk.length;
    const end = this.#given;
    this.#unread.set(end, chunk);
    const read = () => {
      if (end <= this.stream.bytesWritten) this.#unread.delete(end);
    };
    if (this.stream.write(chunk, read)) return;
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  async end(): Promise<void> {
    if (!this.#over) this.stream.end();
    await this.#ended;
    // Node ends a stream whose last piece is out, paused or not.
    await this.#taken;
    await this.next.end();
  }

  destroy(): void {
    this.stream.destroy();
    this.next.destroy();
  }

  #finish(): void {
    this.#over = true;
    const read = this.stream.bytesWritten;
    try {
      for (const [end, chunk] of this.#unread) this.#skip(chunk.subarray(Math.max(0, read - (end - chunk.length))));
    } catch (error) {
      this.failed(error);
    }
    this.#unread.clear();
    this.stream.destroy();
    this.#wake();
  }

  /** Bytes behind the end of the compressed data: zeros are padding, anything else may be records that would be lost. */
  #skip(rest: Buffer): void {
    this.#padding += rest.length;
    if (this.#padding <= LONGEST_PADDING && rest.every((byte) => byte === 0)) return;
    throw new CompressionError(false, { cause: new Error('bytes behind the end of the compressed data') });
  }

  #handOn(chunk: Buffer): void {
    try {
      const wait = this.next.write(chunk);
      if (!wait) return;
      this.stream.pause();
      this.#taken = wait.then(() => void this.stream.resume(), this.failed);
    } catch (error) {
      this.failed(error);
    }
  }
}
