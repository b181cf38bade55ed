/** A dry run of a node in words: one and the same for a message that asks for it, and for the dialog. */
import type { Say } from '../errors';
import { type DryRun, dryRun } from '../extract/dry-run';
import type { Planned } from '../extract/make-plan';
import { sentencesOf } from '../parameters/problem';
import { redacted } from '../secrets/clean-error';
import type { Connection } from './connection/connection';
import { plannedFile } from './output-file';
import type { PlanningNode } from './plan-message';

/** What `msg.dryRun` puts into the message (docs/messages.md, A dry run). Free of secrets. */
export interface ForeseenRun {
  /** By the API's names, as the run sends them; a window changes some of them. */
  parameters: Record<string, string>;
  requests: DryRun['requests'];
  /** Path of the file that the run would write. */
  file?: string;
  /** Problems that "send anyway" overrules, in words. */
  warnings: string[];
  /** What is only known when it runs, in words. */
  unknown: string[];
  /** Where a node that goes on from an earlier run stands, and what comes next, in words. */
  standing?: string[];
}

/**
 * @param id of the run, which may be part of the file's name
 * @throws DataConnectError, as the run would before it sends anything
 */
export function foreseeRun(
  origin: PlanningNode,
  connection: Connection,
  planned: Planned,
  say: Say,
  id: string,
): ForeseenRun {
  const { plan } = planned;
  const client = connection.client();
  const { requests, unknown } = dryRun(planned, client, connection.shared.learned);
  const file = plan.output.kind === 'file' ? plannedFile(origin, connection, plan, id).path : undefined;
  const inWords = {
    parameters: Object.fromEntries(plan.request.parameters),
    ...(file !== undefined && { file }),
    warnings: warningsOf(planned, say),
    unknown: unknown.map(say),
  };
  return { ...redacted(inWords, client.redactor), requests };
}

/** Problems that "send anyway" overruled, a sentence each. */
export function warningsOf({ warnings }: Planned, say: Say): string[] {
  return warnings.map((warning) => sentencesOf([warning]).map(say).join(' '));
}
