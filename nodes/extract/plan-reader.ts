/** The reader for an answer to a plan: the one place that tells the decoder what was asked for. */
import type { Answer } from '../client/request';
import { createReader, type RecordFormat } from '../decode/create-reader';
import type { RecordReader } from '../decode/record-reader';
import type { RunPlan } from './run-plan';

export function readerFor(plan: RunPlan, { charset, host }: Pick<Answer, 'charset' | 'host'>): RecordReader {
  const given = new Map(plan.request.parameters);
  return createReader(plan.response as RecordFormat, {
    charset,
    columns: plan.columns,
    csv: { delimiter: given.get('CSV.Delimiter') ?? ',', headers: !isFalse(given.get('CSV.Headers')) },
    context: { host, path: plan.request.path },
  });
}

/** The request node sends it as it was typed. */
function isFalse(text: string | undefined): boolean {
  return text !== undefined && ['false', '0'].includes(text.trim().toLowerCase());
}
