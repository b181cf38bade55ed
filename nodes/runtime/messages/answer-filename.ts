/** `msg.filename`: the name of an answer that is a file, for e-mail and file nodes. */
import { DateTime } from 'luxon';
import { fileName } from '../../client/transport/file-name';
import type { RunPlan } from '../../extract/run-plan';

const EXTENSIONS: Readonly<Record<string, string>> = { Csv: 'csv', Xml: 'xml', XmlDataTable: 'xml', Excel: 'xlsx' };

/** What a person may ask a Csv file to be called: endings that make it a text to every program. */
const TEXT_EXTENSIONS = /^(csv|txt|tsv|tab|psv|dat|prn|asc)$/i;

/**
 * What the service calls the file, else a name as the service makes them: `Report-2026-07-11.xlsx`. The ending is that
 * of the response asked for, whatever the service or a parameter says: a file node must not write a program.
 * @param named by the service
 * @param zone IANA zone for the date in a name that is made up
 * @returns undefined for a response that is no file
 */
export function answerFilename(named: string | undefined, plan: RunPlan, zone: string): string | undefined {
  const extension = extensionFor(plan);
  if (extension === undefined) return undefined;
  const asked = parameter(plan, 'Filename') ?? '';
  const madeUp = `${plan.endpoint.replace(/[^\p{L}\p{N}]+/gu, '-')}-${DateTime.now().setZone(zone).toISODate()}`;
  return fileName(named ?? '', extension) ?? fileName(asked, extension) ?? fileName(madeUp, extension);
}

function extensionFor(plan: RunPlan): string | undefined {
  const asked = plan.response === 'Csv' ? parameter(plan, 'CSV.FileExtension')?.trim().replace(/^\./, '') : undefined;
  return asked !== undefined && TEXT_EXTENSIONS.test(asked) ? asked : EXTENSIONS[plan.response];
}

function parameter(plan: RunPlan, name: string): string | undefined {
  return plan.request.parameters.find(([given]) => given.toLowerCase() === name.toLowerCase())?.[1];
}
