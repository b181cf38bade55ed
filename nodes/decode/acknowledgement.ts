/** The acknowledgement of a mail, of unknown form (docs/api.md, Response formats): an object if Json, else text. */
import { DataConnectError } from '../errors';
import type { Value } from '../record';
import { AnswerColumns } from './answer-columns';
import type { AnswerFaults } from './answer-faults';
import { skipSpace } from './ascii';
import { JsonGrammar } from './json/json-grammar';
import { DEFAULT_LIMITS } from './limits';

/** @returns the value with every digit of its numbers; the text where it is not Json */
export function acknowledgementIn(text: string, faults: AnswerFaults): Value {
  // A number that stands alone ends at white space.
  const bytes = Buffer.from(`${text} `);
  const json = new JsonGrammar(new AnswerColumns([], DEFAULT_LIMITS, faults), DEFAULT_LIMITS, faults);
  try {
    const read = json.value(bytes, skipSpace(bytes, 0), 0);
    return read !== undefined && skipSpace(bytes, read.end) === bytes.length ? read.value : text;
  } catch (error) {
    if (error instanceof DataConnectError) return text;
    throw error;
  }
}
