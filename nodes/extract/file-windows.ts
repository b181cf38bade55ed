/** The answers of a run's windows, on their way into one file. */
import type { Answer } from '../client/request';
import { LONGEST_ERROR, refuseBlank } from '../decode/content-check';
import { DataConnectError } from '../errors';
import { readBody } from './answer-body';
import type { BodyFile } from './body-file';
import { consumeWhole } from './consume-whole';
import { CsvJoin, WindowsDiffer } from './csv-join';
import { hasHeaderLine } from './plan-reader';
import { ProvenHead } from './proven';
import type { Traces } from './repeat';
import type { RunOptions, Sender } from './run-options';
import type { RunPlan } from './run-plan';
import type { WindowTaker } from './run-windows';
import { TextGate } from './text-gate';

export class FileWindows implements WindowTaker {
  /** Undefined for what is not put together from parts. */
  readonly #join: CsvJoin | undefined;
  /** Undefined for a workbook. */
  #rows: number | undefined = 0;

  constructor(
    readonly plan: RunPlan,
    readonly client: Sender,
    readonly file: BodyFile,
    readonly options: RunOptions,
  ) {
    this.#join = plan.response === 'Csv' ? new CsvJoin(plan) : undefined;
  }

  beginWindow(): void {}

  mark(): Traces {
    const { position } = this.file;
    const rows = this.#rows;
    const undo = this.#join?.mark();
    return {
      canBeUndone: () => true,
      undo: async () => {
        undo?.();
        this.#rows = rows;
        this.options.facts.records = rows ?? 0;
        await this.file.returnTo(position);
      },
    };
  }

  /** @throws DataConnectError of the transport, the format or the file; `SECRET_WITHHELD` */
  async read(answer: Answer): Promise<void> {
    try {
      if (this.plan.response === 'Excel') await this.#readWorkbook(answer);
      else await this.#readText(answer);
    } catch (error) {
      if (!(error instanceof WindowsDiffer)) throw error;
      const facts = { window: this.options.facts.window ?? '' };
      const reason = { phrase: 'file-windows-differ', facts } as const;
      throw new DataConnectError('FILE_FAILED', { file: this.file.path, reason });
    }
  }

  endWindow(): void {}

  /** @returns the number of records; undefined where they were not counted */
  async end(): Promise<number | undefined> {
    if (this.#join) await this.#write(this.#join.end());
    return this.#rows;
  }

  async #readWorkbook(answer: Answer): Promise<void> {
    const { bytes, masked, result } = await readBody(answer, this.plan, this.client.redactor);
    if (result.kind === 'body') await this.#write(result.body);
    this.#note(bytes, masked, undefined);
  }

  async #readText(answer: Answer): Promise<void> {
    const { turns } = this.options.shared;
    const start = this.file.position;
    const gate = new TextGate(this.plan, answer, this.client.redactor, () => this.#gone(start));
    const head = new ProvenHead(answer, this.plan);
    const first = new FirstBytes();
    this.#join?.begin(answer);
    const pass = async (chunk: Buffer) => {
      await turns.take();
      first.add(chunk);
      const proven = head.pass(chunk);
      if (proven) await this.#takeIn(await gate.pass(proven));
    };
    const bytes = await consumeWhole(answer, pass);
    const rest = head.end();
    if (rest) await this.#takeIn(await gate.pass(rest));
    this.#refuseBlank(answer, first);
    await this.#takeIn(await gate.end());
    if (this.#join) await this.#write(this.#join.endWindow());
    this.#note(bytes, gate.masked, gate.records);
  }

  async #takeIn(bytes: Buffer): Promise<void> {
    await this.#write(this.#join ? this.#join.pass(bytes) : bytes);
  }

  async #write(bytes: Buffer): Promise<void> {
    if (bytes.length === 0) return;
    await this.file.write(bytes);
    this.options.onProgress?.({ kind: 'writing', bytes: this.file.position });
  }

  /** What of the present answer has left the gate. */
  async *#gone(start: number): AsyncGenerator<Buffer> {
    const aside = this.#join?.aside;
    if (aside) yield aside.dropped;
    yield* this.file.from(start);
    if (aside) yield aside.held;
  }

  /** Csv without a header line has nothing in it when there are no records. */
  #refuseBlank({ contentType, charset, host }: Answer, first: FirstBytes): void {
    const firstBytes = first.whole;
    if (!firstBytes || (this.plan.response === 'Csv' && !hasHeaderLine(this.plan))) return;
    const { response: format, request } = this.plan;
    refuseBlank({ format, contentType, charset, firstBytes, host, path: request.path });
  }

  #note(bytes: number, masked: number, rows: number | undefined): void {
    const { facts } = this.options;
    facts.bytes += bytes;
    facts.masked += masked;
    this.#rows = rows === undefined || this.#rows === undefined ? undefined : this.#rows + rows;
    facts.records = this.#rows ?? 0;
  }
}

/** Keeps an answer that is so short that it may be an error, or nothing at all. */
class FirstBytes {
  #chunks: Buffer[] = [];
  #size = 0;

  add(chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size <= LONGEST_ERROR) this.#chunks.push(chunk);
    else this.#chunks = [];
  }

  /** Nothing where it is longer. */
  get whole(): Buffer | undefined {
    return this.#size <= LONGEST_ERROR ? Buffer.concat(this.#chunks) : undefined;
  }
}
