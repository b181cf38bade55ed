/** What a run tells about itself while it works, and what it says at its end. */
import type { Answer, RequestProgress } from '../client/request';
import type { Phrase } from '../errors';

export type RunProgress =
  | RequestProgress
  /** The run goes on to the window of that number, of as many as are known by now. */
  | { kind: 'window'; number: number; known: number }
  /** Records handed over by the decoder so far. */
  | { kind: 'records'; records: number }
  /** Bytes in the file so far. */
  | { kind: 'writing'; bytes: number }
  /** A failure that may pass: the next attempt starts in `delay` milliseconds. */
  | { kind: 'retrying'; delay: number; attempt: number; why: Phrase };

/** The facts of a run, for `msg.dataconnect`. Filled in as they become known, so that a failed run has them too. */
export class RunFacts {
  host: string | undefined;
  statusCode: number | undefined;
  /** Records decoded, or counted in a file. 0 for bodies that are passed on as they came. */
  records = 0;
  /** Values that were masked, because a secret of the connection stood in them or the name of one above them. */
  masked = 0;
  /** Bytes of the decoded bodies. */
  bytes = 0;
  /** HTTP requests for data sent, repeats included. */
  requests = 0;
  retries = 0;
  /** Windows known so far. */
  windows = 1;
  /** Requests that the service refused as too large, and that were cut. */
  refused = 0;
  /** The window at hand in words; undefined where the run has one only. */
  window: string | undefined;
  /** Milliseconds spent waiting for a slot. */
  queuedFor = 0;
  /** When the last answer was made by the clock of the service, and when it came by one that nobody sets. */
  answered: { date: number; at: number } | undefined;
}

export type RunResult =
  | { kind: 'records' }
  /** Records in the file; undefined where they were not counted. */
  | { kind: 'file'; rows: number | undefined }
  | {
      kind: 'body';
      body: Buffer;
      charset: string | undefined;
      contentType: string;
      filename: string | undefined;
      host: string;
    }
  | { kind: 'acknowledgement'; body: string; host: string };

/** Adds what the headers of an answer say. */
export function noteAnswer(facts: RunFacts, answer: Answer): void {
  facts.host = answer.host;
  facts.statusCode = answer.statusCode;
  facts.queuedFor += answer.queuedFor;
  if (answer.date !== undefined) facts.answered = { date: answer.date, at: performance.now() };
}
