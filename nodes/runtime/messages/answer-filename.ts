/** `msg.filename`: the name of an answer that is a file, for e-mail and file nodes. */
import { DateTime } from 'luxon';
import type { RunPlan } from '../../extract/run-plan';
import { fileName } from '../../parameters/file-name';
import { extensionOf } from '../../parameters/file-pattern';

/**
 * What the service calls the file, else a name as the service makes them: `Report-2026-07-11.xlsx`. The ending is that
 * of the response asked for, whatever the service or a parameter says: a file node must not write a program.
 * @param named by the service
 * @param zone IANA zone for the date in a name that is made up
 * @returns undefined for a response that is no file
 */
export function answerFilename(named: string | undefined, plan: RunPlan, zone: string): string | undefined {
  const extension = extensionFor(plan);
  // Json is what a message holds; only the others come as files.
  if (extension === undefined || extension === 'json') return undefined;
  const asked = parameter(plan, 'Filename') ?? '';
  const madeUp = `${plan.endpoint.replace(/[^\p{L}\p{N}]+/gu, '-')}-${DateTime.now().setZone(zone).toISODate()}`;
  return fileName(named ?? '', extension) ?? fileName(asked, extension) ?? fileName(madeUp, extension);
}

/** Without its dot; undefined for the acknowledgement of an e-mail. */
export function extensionFor(plan: RunPlan): string | undefined {
  return extensionOf(plan.response, parameter(plan, 'CSV.FileExtension'));
}

function parameter(plan: RunPlan, name: string): string | undefined {
  return plan.request.parameters.find(([given]) => given.toLowerCase() === name.toLowerCase())?.[1];
}
