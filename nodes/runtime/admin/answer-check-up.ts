/** The check-up of the connection of an open form: each finding is told as it is there. */
import type { NodeAPI } from 'node-red';
import { redacted } from '../../secrets/clean-error';
import { checkUpConnection } from '../check-up/check-up-connection';
import { sayFinding, sayReport } from '../check-up/check-up-words';
import type { SharedParts } from '../shared-parts';
import { translator } from '../translate';
import type { AdminRequest } from './admin-request';
import { withOpenForm } from './open-form';

/**
 * @param request `params`: id of the connection, deployed or not; `body`: the form's values
 * @param tell gets `{ finding }` as they come, and in the end `{ report }`
 * @throws DataConnectError
 */
export async function answerCheckUp(
  RED: NodeAPI,
  shared: SharedParts,
  { params, body }: AdminRequest,
  signal: AbortSignal,
  tell: (line: object) => void,
): Promise<void> {
  const translate = translator(RED);
  await withOpenForm(RED, shared, { id: params.id!, values: body }, async (connection, words) => {
    const clean = <T extends object>(said: T): T => {
      return redacted(said, { redact: (text) => words.inText(connection.redactor.redact(text)) });
    };
    const report = await checkUpConnection(connection, signal, (finding) => {
      tell({ finding: clean(sayFinding(finding, translate)) });
    });
    const said = clean(sayReport(report, connection, translate));
    // What was found of each is known by now.
    tell({ report: { ...said, findings: [] } });
  });
}
