/** The reader for an answer to a plan: the one place that tells the decoder what was asked for. */
import type { Answer } from '../client/request';
import { createReader, type RecordFormat } from '../decode/create-reader';
import type { AnswerReader } from '../decode/record-reader';
import type { RunPlan } from './run-plan';

/** @param answer what its headers say */
export function readerFor(plan: RunPlan, { charset, contentType, host }: Answer): AnswerReader {
  return createReader(plan.response as RecordFormat, {
    charset,
    contentType,
    columns: plan.columns,
    columnsAreCertain: plan.columnsAreCertain,
    csv: csvAsked(plan),
    context: { host, path: plan.request.path },
  });
}

/** How the service was asked to write Csv. */
export function csvAsked(plan: RunPlan): { delimiter: string; headers: boolean } {
  const delimiter = new Map(plan.request.parameters).get('CSV.Delimiter');
  return { delimiter: delimiter || ',', headers: hasHeaderLine(plan) };
}

/** Whether a header line was asked for. The request node sends the word as it was typed. */
export function hasHeaderLine({ request }: RunPlan): boolean {
  const text = new Map(request.parameters).get('CSV.Headers');
  return text === undefined || !['false', '0'].includes(text.trim().toLowerCase());
}
