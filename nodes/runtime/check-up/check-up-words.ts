/** Findings of a check-up in the words of the server's language, as a message has them. */
import english from '../../../locales/en-US/check-up.json';
import type { CheckUpReport } from '../../check-up/check-up';
import type { Evidence } from '../../check-up/inquiry';
import type { Finding } from '../../check-up/question';
import type { Said } from '../../check-up/said';
import { type SuggestedSettings, suggestedSettings } from '../../check-up/suggested-settings';
import { DataConnectError, sentence } from '../../errors';
import type { Connection } from '../connection/connection';
import { type Translate, translateError } from '../translate';

type CheckedConnection = Pick<Connection, 'terms' | 'checkedSettings'>;

export interface SaidFinding {
  question: string;
  title: string;
  outcome: Finding['outcome'];
  text: string;
  /** Settings of the connection that it bears on, with the value found. */
  settings: SuggestedSettings;
  /** What was sent, and what came. */
  evidence: string[];
}

export interface SaidReport {
  findings: SaidFinding[];
  /** Requests sent, sign-in aside. */
  requests: number;
  /** False where something ended it before its last question. */
  complete: boolean;
  /** Why, then. */
  stopped?: { code: DataConnectError['code']; text: string };
  /** All settings that were found. */
  settings: SuggestedSettings;
  /** Those of them that the connection has otherwise. */
  changes: SuggestedSettings;
}

/** One finding, said. */
export function sayFinding(finding: Finding, translate: Translate): SaidFinding {
  const { question, outcome, says, suggestions, evidence } = finding;
  return {
    question: question.id,
    title: say(question.title, translate),
    outcome,
    text: says.map((said) => say(said, translate)).join(' '),
    settings: suggestedSettings(suggestions, new Map()),
    evidence: evidence.map((exchange) => sayEvidence(exchange, translate)),
  };
}

/** @param connection the one that was asked */
export function sayReport(report: CheckUpReport, connection: CheckedConnection, translate: Translate): SaidReport {
  const { findings, requests, stopped } = report;
  const present: SuggestedSettings = connection.checkedSettings;
  const suggestions = findings.flatMap((finding) => finding.suggestions);
  const settings = suggestedSettings(suggestions, connection.terms.paths);
  return {
    findings: findings.map((finding) => sayFinding(finding, translate)),
    requests,
    complete: stopped === undefined,
    ...(stopped && { stopped: { code: stopped.code, text: translateError(stopped, translate) } }),
    settings,
    changes: Object.fromEntries(
      Object.entries(settings).filter(([name, value]) => present[name as keyof SuggestedSettings] !== value),
    ),
  };
}

/** In the server's language; in English where that lacks it. */
export function say(said: Said, translate: Translate): string {
  if (said instanceof DataConnectError) return translateError(said, translate);
  const { key, facts = {} } = said;
  return translate(`check-up.${key}`, facts) ?? sentence(english[key], facts);
}

/** `GET /session?Response=Json: 200, application/json, 247 bytes, gzip, 38 ms` */
function sayEvidence(evidence: Evidence, translate: Translate): string {
  const parts = cameParts(evidence).map((part) => (typeof part === 'string' ? part : say(part, translate)));
  return `${evidence.sent}: ${parts.join(', ')}`;
}

/** What came, piece by piece: as it is, or to be said. */
export function cameParts({ came, notes }: Evidence): Array<string | Said> {
  if (came instanceof DataConnectError) return [came];
  const { status, contentType, body, complete, coding, milliseconds } = came;
  const length: Said = { key: complete ? 'came-bytes' : 'came-more-bytes', facts: { bytes: body.length } };
  const parts = [String(status), contentType, length, coding, `${milliseconds} ms`, ...notes];
  return parts.filter((part) => part !== '');
}
