/** `msg.filename`: the name of an answer that is a file, for e-mail and file nodes. */
import { DateTime } from 'luxon';
import type { RunPlan } from '../../extract/run-plan';
import { fileName, practiceName } from '../../parameters/file-name';
import { extensionOf } from '../../parameters/file-pattern';

export interface NamingPlace {
  /** IANA zone for the date in a name that is made up. */
  zone: string;
  /** Whether the answer is invented. */
  isPractice: boolean;
}

/**
 * What the service calls the file, else a name as the service makes them: `Report-2026-07-11.xlsx`. The ending is that
 * of the response asked for, whatever the service or a parameter says: a file node must not write a program.
 * @param named by the service
 * @returns undefined for a response that is no file
 */
export function answerFilename(
  named: string | undefined,
  plan: RunPlan,
  { zone, isPractice }: NamingPlace,
): string | undefined {
  const extension = extensionFor(plan);
  // Json is what a message holds; only the others come as files.
  if (extension === undefined || extension === 'json') return undefined;
  const asked = parameter(plan, 'Filename') ?? '';
  const madeUp = `${plan.endpoint.replace(/[^\p{L}\p{N}]+/gu, '-')}-${DateTime.now().setZone(zone).toISODate()}`;
  const name = fileName(named ?? '', extension) ?? fileName(asked, extension) ?? fileName(madeUp, extension);
  return isPractice && name !== undefined ? fileName(practiceName(name), extension) : name;
}

/** Without its dot; undefined for the acknowledgement of an e-mail. */
export function extensionFor(plan: RunPlan): string | undefined {
  return extensionOf(plan.response, parameter(plan, 'CSV.FileExtension'));
}

function parameter(plan: RunPlan, name: string): string | undefined {
  return plan.request.parameters.find(([given]) => given.toLowerCase() === name.toLowerCase())?.[1];
}
