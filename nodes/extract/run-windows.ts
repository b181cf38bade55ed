/** The answers of a run, window by window and in order; one the service refuses as too large is cut and asked again. */
import type { Answer, RequestProgress } from '../client/request';
import type { StopSignal } from '../client/waiting/cancellation';
import { DataConnectError, type Phrase } from '../errors';
import type { Span } from '../parameters/date-axis';
import { incomplete } from './incomplete';
import { repeat, type Traces } from './repeat';
import type { RunOptions, Sender } from './run-options';
import type { RunPlan } from './run-plan';
import { noteAnswer } from './run-progress';
import { type ListLocations, splitWindow } from './split-window';
import { describeWindow, firstWindows, requestFor, type Window } from './window';
import { WindowLine } from './window-line';

/** What takes the answers: makes records of them, or a file. */
export interface WindowTaker {
  /** A window begins. @param name in words; undefined where the run has one only */
  beginWindow(name: string | undefined): void;
  /** Marks what there is before a window, so that a failed attempt can be undone. */
  mark(): Traces;
  /** Reads one answer. */
  read(answer: Answer): Promise<void>;
  /** A window is complete. */
  endWindow(): void;
}

export class WindowedRun {
  readonly #line: WindowLine;
  readonly #accepted: Span[] = [];
  #locations: Promise<string[]> | undefined;

  constructor(
    readonly plan: RunPlan,
    readonly client: Sender,
    readonly taker: WindowTaker,
    readonly options: RunOptions,
    readonly list: ListLocations,
  ) {
    const send = this.#send.bind(this);
    // One request may be read while the others are being answered.
    const ahead = plan.terms.requestsAtOnce - 1;
    this.#line = new WindowLine(firstWindows(plan, options.shared.learned), ahead, send, options.signal);
  }

  /**
   * Gives every answer of the run to the taker.
   * @throws DataConnectError; `TOO_MANY_ROWS` names the smallest window that was refused
   */
  async readAll(): Promise<void> {
    const { choice, memory } = this.plan.windows;
    try {
      for (let window = this.#line.first; window; window = this.#line.first) await this.#readOrSplit(window);
    } finally {
      this.#line.close();
    }
    if (choice.kind === 'auto') this.options.shared.learned.remember(memory, this.#accepted);
  }

  async #readOrSplit(window: Window): Promise<void> {
    const { facts, onProgress } = this.options;
    const { finished, known } = this.#line.progress;
    facts.windows = known;
    facts.window = known > 1 ? describeWindow(this.plan, window) : undefined;
    this.taker.beginWindow(facts.window);
    if (known > 1) onProgress?.({ kind: 'window', number: finished + 1, known });
    try {
      await this.#readRepeatedly(window);
    } catch (error) {
      this.#line.replace(await this.#split(window, error));
      return;
    }
    if (window.span && this.#accepted.at(-1)?.from !== window.span.from) this.#accepted.push(window.span);
    this.taker.endWindow();
    this.#line.finish();
  }

  /** @throws the error itself, unless it is one that smaller windows can help against */
  async #split(window: Window, error: unknown): Promise<Window[]> {
    if (!(error instanceof DataConnectError) || error.code !== 'TOO_MANY_ROWS') throw error;
    this.options.facts.refused++;
    const list = () => {
      this.#locations ??= this.list();
      return this.#locations;
    };
    const parts = await splitWindow(this.plan, window, list);
    if (parts) return parts;
    throw tooManyRows(this.plan, window, error);
  }

  async #readRepeatedly(window: Window): Promise<void> {
    const { plan, options } = this;
    const traces = this.taker.mark();
    await repeat(() => this.#readOnce(), plan, options, traces).catch((error: unknown) => {
      throw traces.canBeUndone() ? error : incomplete(error, describeWindow(plan, window));
    });
  }

  async #readOnce(): Promise<void> {
    const { facts, onProgress } = this.options;
    const answer = await this.#line.request((progress) => onProgress?.(progress));
    noteAnswer(facts, answer);
    onProgress?.({ kind: 'receiving' });
    await this.taker.read(answer);
  }

  #send(window: Window, signal: StopSignal, onProgress: (progress: RequestProgress) => void): Promise<Answer> {
    this.options.facts.requests++;
    return this.client.send(requestFor(this.plan, window), { signal, onProgress });
  }
}

function tooManyRows(plan: RunPlan, window: Window, refused: DataConnectError): DataConnectError {
  const facts = { ...refused.facts, window: describeWindow(plan, window) };
  return new DataConnectError('TOO_MANY_ROWS', { ...facts, advice: adviceFor(plan, facts.window) }, { cause: refused });
}

function adviceFor({ windows, output, response }: RunPlan, window: string): Phrase {
  if (output.kind === 'file' && response !== 'Csv') return { phrase: 'only-csv-is-joined' };
  if (!windows.axis && !windows.locations) return { phrase: 'narrow-with-filters' };
  if (windows.choice.kind === 'none') return { phrase: 'let-it-be-cut' };
  const canBeCut = (windows.axis && windows.byDate) || (windows.locations && windows.byLocation);
  if (!canBeCut) return { phrase: windows.mayBeTotals ? 'totals-are-not-cut' : 'days-not-known' };
  return { phrase: 'cut-as-small-as-can-be', facts: { window } };
}
