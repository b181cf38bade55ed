/** The payload for an answer that is passed on as it came: text, a Buffer, or the acknowledgement of a mail. */
import { TextDecoder } from 'node:util';
import { DateTime } from 'luxon';
import { DataConnectError } from '../errors';
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
 * @throws DataConnectError `MALFORMED` when the text is not in the encoding it says
 */
export function describeBody(
  result: Exclude<RunResult, { kind: 'records' }>,
  plan: RunPlan,
  as: 'text' | 'buffer',
  zone: string,
): BodyMessage {
  if (result.kind === 'acknowledgement') return { value: parsedIfJson(result.body), filename: undefined };
  const filename = result.filename ?? madeUpFilename(plan, zone);
  if (plan.response === 'Excel' || as === 'buffer') return { value: result.body, filename };
  return { value: toText(result.body, result.charset, plan), filename };
}

/** How an acknowledgement looks is not documented (API.md): an object where it is one, else its text. */
function parsedIfJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Named as the service names its files: `Report-2026-07-11.xlsx`. */
function madeUpFilename(plan: RunPlan, zone: string): string | undefined {
  const given = new Map(plan.request.parameters);
  const extension = plan.response === 'Csv' ? (given.get('CSV.FileExtension') ?? 'csv') : EXTENSIONS[plan.response];
  if (!extension) return undefined;
  const base = given.get('Filename') ?? `${plan.endpoint}-${DateTime.now().setZone(zone).toISODate()}`;
  return `${base.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.${extension.replace(/[^\p{L}\p{N}]+/gu, '')}`;
}

function toText(body: Buffer, charset: string | undefined, plan: RunPlan): string {
  const encoding = byteOrderMark(body) ?? charset ?? 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(body);
  } catch (cause) {
    const facts = {
      path: plan.request.path,
      format: plan.response,
      where: encoding,
      detail: { phrase: 'not-text-in-encoding' as const },
    };
    throw new DataConnectError('MALFORMED', facts, { cause });
  }
}

function byteOrderMark(body: Buffer): string | undefined {
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  return undefined;
}
