/** The payload for an answer that is passed on as it came: text, a Buffer, or the acknowledgement of a mail. */
import { DateTime } from 'luxon';
import { acknowledgementIn } from '../decode/acknowledgement';
import { AnswerFaults } from '../decode/answer-faults';
import { textOfBody } from '../decode/utf8';
import type { RunPlan } from '../extract/run-plan';
import type { RunResult } from '../extract/run-progress';

export interface BodyMessage {
  value: unknown;
  /** For the answers that are files, so that e-mail and file nodes take them. */
  filename: string | undefined;
}

const EXTENSIONS: Readonly<Record<string, string>> = { Csv: 'csv', Xml: 'xml', XmlDataTable: 'xml', Excel: 'xlsx' };

/**
 * @param as what the person asked for; an Excel file is a Buffer all the same
 * @param zone IANA zone for the date in a file name the service did not give
 * @throws DataConnectError `MALFORMED` or `TRUNCATED` when the text is in no charset that it can be
 */
export function describeBody(
  result: Exclude<RunResult, { kind: 'records' }>,
  plan: RunPlan,
  as: 'text' | 'buffer',
  zone: string,
): BodyMessage {
  const faults = new AnswerFaults({ host: result.host, path: plan.request.path }, plan.response);
  if (result.kind === 'acknowledgement') return { value: acknowledgementIn(result.body, faults), filename: undefined };
  const filename = result.filename ?? madeUpFilename(plan, zone);
  if (plan.response === 'Excel' || as === 'buffer') return { value: result.body, filename };
  return { value: textOfBody(result.body, result.charset, faults), filename };
}

/** Named as the service names its files: `Report-2026-07-11.xlsx`. */
function madeUpFilename(plan: RunPlan, zone: string): string | undefined {
  const given = new Map(plan.request.parameters);
  const extension = plan.response === 'Csv' ? (given.get('CSV.FileExtension') ?? 'csv') : EXTENSIONS[plan.response];
  if (!extension) return undefined;
  const base = given.get('Filename') ?? `${plan.endpoint}-${DateTime.now().setZone(zone).toISODate()}`;
  return `${base.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.${extension.replace(/[^\p{L}\p{N}]+/gu, '')}`;
}
