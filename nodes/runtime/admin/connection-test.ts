/** Test connection: tries the values of the form, saved or not, and says which layer fails. */
import type { NodeAPI } from 'node-red';
import type { LayerResult } from '../../client/diagnose';
import { DataConnectError } from '../../errors';
import type { Connection } from '../connection/connection';
import { translateError, translator } from '../translate';
import type { AdminRequest } from './admin-request';
import type { OpenForms } from './open-form';

/** The answer to the browser: one sentence over all, and one per layer. */
export interface ConnectionTestResult {
  ok: boolean;
  text: string;
  layers: Array<{ layer: string; state: LayerResult['state']; text: string }>;
}

/**
 * @param request `params`: id of the connection, deployed or not; `body`: the form's values
 * @returns without a layer where the values cannot be tried: that is an answer, and no error of the page that asks
 */
export async function testConnection(
  RED: NodeAPI,
  forms: OpenForms,
  { params, body }: AdminRequest,
  signal: AbortSignal,
): Promise<ConnectionTestResult> {
  const translate = translator(RED);
  try {
    return await forms.during({ id: params.id!, values: body, isTest: true }, async (connection, words) => {
      const { ok, layers } = await connection.client().diagnose(signal);
      return {
        ok,
        text: translate(`connection.${verdictKey(ok, connection)}`) ?? '',
        layers: layers.map(({ layer, state, code, facts: found, text }) => {
          const facts = words.inFacts(found);
          const said =
            translate(`diagnosis.${code}`, facts) ?? translate(`errors.${code}`, facts) ?? words.inText(text);
          return { layer, state, text: said };
        }),
      };
    });
  } catch (error) {
    if (!(error instanceof DataConnectError) || error.code !== 'CONNECTION_INVALID') throw error;
    return { ok: false, text: translateError(error, translate), layers: [] };
  }
}

function verdictKey(ok: boolean, { isPractice }: Connection): string {
  if (!ok) return 'test-failed';
  return isPractice ? 'practice-passed' : 'test-passed';
}
