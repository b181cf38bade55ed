/** Which columns may be the key of the records of a node that is open in a dialog. */
import type { NodeAPI } from 'node-red';
import type { StopSignal } from '../../client/waiting/cancellation';
import { keyWords } from '../../incremental/keys/key-words';
import { MOST_RECORDS, suggestKeys } from '../../incremental/keys/suggest-keys';
import { isGroup } from '../../stored/field';
import { sayWith } from '../translate';
import type { AdminRequest } from './admin-request';
import { beginningOf } from './answer-preview';
import type { OpenForms } from './open-form';
import { withOpenNode } from './open-node';

export type KeysAnswer =
  /** Nothing was asked for. */
  | { kind: 'refused'; text: string }
  /** `keys`: the columns of each, the most plausible first. `text` says of how many records, and what that is worth. */
  | { kind: 'keys'; text: string; keys: string[][] };

/**
 * Told from the first records of an answer, of which none leaves the server.
 * @param request `body`: what the dialog sends of itself; `shaped`, true for columns as they leave the node, else as the
 *   service has them
 * @throws DataConnectError as the run would
 */
export function suggestNodeKeys(
  RED: NodeAPI,
  forms: OpenForms,
  { body, translate }: AdminRequest,
  signal: StopSignal,
): Promise<KeysAnswer> {
  const say = sayWith(translate);
  return withOpenNode(RED, forms, body, async (open) => {
    const isShaped = isGroup(body) && body.shaped === true;
    const shown = await beginningOf(open, signal, { isShaped, most: MOST_RECORDS });
    if (shown.kind === 'refused') return { kind: 'refused', text: shown.why.map(say).join(' ') };
    if (shown.kind === 'text') return { kind: 'refused', text: say({ phrase: 'keys-of-records' }) };
    const suggested = suggestKeys(shown.records);
    return { kind: 'keys', text: say(keyWords(suggested)), keys: suggested.keys.map(({ columns }) => columns) };
  });
}
