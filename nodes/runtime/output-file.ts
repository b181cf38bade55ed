/** The file that a run writes: named by the node's pattern, below the folder that the connection allows. */
import path from 'node:path';
import type { RunPlan } from '../extract/run-plan';
import { fileFailed } from '../files/file-failure';
import { openFolder } from '../files/open-folder';
import { PartFile } from '../files/part-file';
import { removeLeftovers } from '../files/part-files';
import { type FilePath, fileFactsOf, renderPattern } from '../parameters/file-pattern';
import { ParameterError } from '../parameters/parameter-error';
import type { Connection } from './connection/connection';
import { extensionFor } from './messages/answer-filename';
import type { PlanningNode } from './plan-message';

/**
 * Opened before anything is sent: a report that nobody can keep is not asked for.
 * @param run its id
 * @returns the file, hidden until it is finished
 * @throws ParameterError where the pattern gives no name; DataConnectError `FILE_FAILED`, and `CONNECTION_INVALID` where
 *   the name has a date and its zone is not known
 */
export async function openOutputFile(
  origin: PlanningNode,
  connection: Connection,
  plan: RunPlan,
  run: string,
): Promise<PartFile> {
  const { allowed, folders, name } = plannedFile(origin, connection, plan, run);
  const folder = await openFolder(allowed, folders);
  const file = new PartFile(folder, name, origin.settings.exists);
  try {
    await removeLeftovers(allowed, folder);
    await file.open();
    return file;
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** Where a run would write, which nothing of is touched. */
interface PlannedFile extends FilePath {
  allowed: string;
  /** The whole of it. A file of that name that is there may turn it into another. */
  path: string;
}

/** @throws as `openOutputFile`, but for what only the disk knows */
export function plannedFile(
  { settings, endpoint, title }: PlanningNode,
  connection: Connection,
  plan: RunPlan,
  run: string,
): PlannedFile {
  if (/\{(date|time)\}/.test(settings.file)) connection.requireZone();
  const facts = fileFactsOf({
    sent: new Map(plan.request.parameters),
    parameters: endpoint?.parameters,
    title,
    companyId: connection.terms.companyId,
    now: new Date(),
    zone: connection.terms.zone,
    run,
  });
  const content = { extension: extensionFor(plan) ?? '', isPractice: connection.isPractice };
  const rendered = renderPattern(settings.file, facts, content, 'output.file');
  if (rendered.kind === 'problem') throw new ParameterError(title, [rendered.problem]);
  const allowed = connection.fileFolder;
  if (allowed === '') throw fileFailed(settings.file, { phrase: 'file-no-folder' });
  const { folders, name } = rendered.path;
  return { allowed, folders, name, path: path.join(path.resolve(allowed), ...folders, name) };
}
