/** Runs the check-up against an emulator, as the node and the dialog do. */
import english from '../../locales/en-US/check-up.json';
import { type CheckUpReport, checkUp } from '../../nodes/check-up/check-up';
import type { InquirySurroundings } from '../../nodes/check-up/inquiry';
import type { Finding } from '../../nodes/check-up/question';
import type { Said } from '../../nodes/check-up/said';
import { type ClientSurroundings, DataConnectClient } from '../../nodes/client/client';
import { SignInMemory } from '../../nodes/client/sign-in/sign-in-memory';
import { Slots } from '../../nodes/client/slots/slots';
import { sentence } from '../../nodes/errors';
import { type PlainSettings, sealed, settingsOf } from '../client/settings-for';
import type { Emulator } from '../emulator';
import { recordOutput } from '../secrets/transcript';

/** A day on which the shops of the emulator have sold for more than a year. */
export const NOW = new Date('2026-11-25T15:00:00Z');

export interface Checked {
  report: CheckUpReport;
  of(question: string): Finding;
  /** All suggestions, as `name=value`. */
  suggested: string[];
}

/** @param changes of what is known of the connection */
export async function checkService(
  emulator: Emulator,
  changes: Partial<InquirySurroundings> = {},
  settings: Partial<PlainSettings> = {},
  shared: ClientSurroundings = { slots: new Slots(), memory: new SignInMemory() },
): Promise<Checked> {
  const client = new DataConnectClient(sealed(settingsOf(emulator, settings)), shared);
  try {
    const report = await checkUp({
      observer: client,
      signal: new AbortController().signal,
      now: NOW,
      zone: 'America/Toronto',
      companyId: settings.companyId,
      paths: new Map(),
      signsIn: true,
      ...changes,
    });
    recordOutput('message', report);
    return describeReport(report);
  } finally {
    await client.close();
  }
}

function describeReport(report: CheckUpReport): Checked {
  const suggestions = report.findings.flatMap((finding) => finding.suggestions);
  return {
    report,
    of: (id) => {
      const finding = report.findings.find(({ question }) => question.id === id);
      if (!finding) throw new Error(`No question ${id}`);
      return finding;
    },
    suggested: suggestions.map(
      (each) => `${each.name}=${each.name === 'paths' ? `${each.endpoint}:` : ''}${each.value}`,
    ),
  };
}

export function inWords({ says }: Finding): string {
  return says.map(say).join(' ');
}

export function say(said: Said): string {
  return said instanceof Error ? said.message : sentence(english[said.key], said.facts ?? {});
}
