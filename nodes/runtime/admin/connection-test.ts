/** Test connection: tries the values of the form, saved or not, and says which layer fails. */
import type { LayerResult } from '../../client/diagnose';
import { DataConnectError } from '../../errors';
import { type KeptFailure, sayFailure } from '../progress/kept-failure';
import type { Translate } from '../translate';
import type { AdminRequest } from './admin-request';
import type { OpenForms } from './open-form';

/** The answer to the browser: one sentence over all, and one per layer. */
export interface ConnectionTestResult {
  ok: boolean;
  text: string;
  layers: Array<{ layer: string; state: LayerResult['state']; text: string }>;
}

/** What came of a test; `refused` where the values cannot be tried. */
export type TriedConnection = { ok: boolean; isPractice: boolean; layers: TriedLayer[] } | { refused: KeptFailure };

type TriedLayer = Pick<LayerResult, 'layer' | 'state'> & { said: KeptFailure };

/**
 * @param request `params`: id of the connection, deployed or not; `body`: the form's values
 * @returns without a layer where the values cannot be tried: that is an answer, and no error of the page that asks
 */
export async function testConnection(
  forms: OpenForms,
  request: AdminRequest,
  signal: AbortSignal,
): Promise<ConnectionTestResult> {
  return sayTest(await tryForm(forms, request, signal), request.translate);
}

/** The same, not yet in words. */
export async function tryForm(
  forms: OpenForms,
  { params, body }: Pick<AdminRequest, 'params' | 'body'>,
  signal: AbortSignal,
): Promise<TriedConnection> {
  try {
    return await forms.during({ id: params.id!, values: body, isTest: true }, async (connection, words) => {
      const { ok, layers } = await connection.client().diagnose(signal);
      const { isPractice } = connection;
      const said = layers.map(({ layer, state, code, facts }) => ({
        layer,
        state,
        said: { code, facts: words.inFacts(facts) },
      }));
      return { ok, isPractice, layers: said };
    });
  } catch (error) {
    if (!(error instanceof DataConnectError) || error.code !== 'CONNECTION_INVALID') throw error;
    return { refused: { code: error.code, facts: error.facts } };
  }
}

/** A sentence over all, and one per layer. */
export function sayTest(tried: TriedConnection, translate: Translate): ConnectionTestResult {
  if ('refused' in tried) return { ok: false, text: sayFailure(tried.refused, translate), layers: [] };
  const { ok, layers } = tried;
  return {
    ok,
    text: translate(`connection.${verdictKey(tried)}`) ?? '',
    layers: layers.map(({ layer, state, said }) => ({ layer, state, text: sayFailure(said, translate) })),
  };
}

/** Why it did not work; undefined where it did. */
export function failureOf(tried: TriedConnection): KeptFailure | undefined {
  if ('refused' in tried) return tried.refused;
  return tried.layers.find(({ state }) => state === 'failed')?.said;
}

function verdictKey({ ok, isPractice }: { ok: boolean; isPractice: boolean }): string {
  if (!ok) return 'test-failed';
  return isPractice ? 'practice-passed' : 'test-passed';
}
