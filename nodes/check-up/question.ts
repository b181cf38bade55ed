/**
 * What the check-up asks of a service. A question is described once: what it is called, what it sends, and how the
 * answers are judged, all in the object that stands for it. Its words are in `locales/<language>/check-up.json`.
 */
import type { ConnectionFieldName } from '../stored/stored-connection';
import type { Evidence, Inquiry } from './inquiry';
import type { Said } from './said';

/** What an answer bears on: the value of a setting of the connection, or the path of one endpoint in its `paths`. */
export type Suggestion =
  | { name: Exclude<ConnectionFieldName, 'paths'>; value: string }
  | { name: 'paths'; endpoint: string; value: string };

export interface Question {
  id: string;
  /** What it is called. */
  title: Said;
  /** What it sends, in the API's words: said before anything is sent. */
  sends: readonly string[];
  /**
   * Asks and judges. What is `unknown` could not be told from what came.
   * @throws DataConnectError of an answer that was none; NoMoreRequests
   */
  ask(inquiry: Inquiry): Promise<Judgement>;
}

/** What a question came to. */
export interface Judgement {
  outcome: 'found' | 'unknown';
  says: readonly Said[];
  suggestions?: readonly Suggestion[];
}

export interface Finding extends Judgement {
  question: Question;
  suggestions: readonly Suggestion[];
  /** Every request whose answer the verdict rests on, in their order. */
  evidence: readonly Evidence[];
}

/** What could be told. */
export function found(...says: Said[]): Judgement {
  return { outcome: 'found', says };
}

/** Why nothing could be told. */
export function unknown(...says: Said[]): Judgement {
  return { outcome: 'unknown', says };
}
