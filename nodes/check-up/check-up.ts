/** The check-up: asks a service what nobody documented, politely, and says with evidence what came of it. */
import { DataConnectError } from '../errors';
import { Inquiry, type InquirySurroundings, MOST_REQUESTS, NoMoreRequests } from './inquiry';
import { type Finding, type Judgement, type Question, unknown } from './question';
import { questions } from './questions';

export interface CheckUpReport {
  /** One for each question, in their order. */
  findings: Finding[];
  /** Requests that were sent, sign-in aside. */
  requests: number;
  /** Why no more was asked, where something said so. */
  stopped: DataConnectError | undefined;
}

/** What says no, or does not answer, is asked no more. */
const ENDS: ReadonlySet<DataConnectError['code']> = new Set([
  ...(['AUTH_FAILED', 'FORBIDDEN', 'RATE_LIMITED'] as const),
  ...(['NETWORK', 'TLS_FAILED', 'PROXY_FAILED', 'TIMEOUT'] as const),
]);

/**
 * Asks one thing after another.
 * @param onFinding called with each as it is there
 * @throws DataConnectError `CANCELLED`; where not a single question was answered, why
 */
export async function checkUp(
  surroundings: InquirySurroundings,
  onFinding: (finding: Finding) => void = () => {},
): Promise<CheckUpReport> {
  const inquiry = new Inquiry(surroundings);
  const findings: Finding[] = [];
  let stopped: DataConnectError | undefined;
  let failed: DataConnectError | undefined;
  for (const question of questions) {
    const evidence = inquiry.begin();
    const verdict = stopped ? unknown({ key: 'not-asked' }) : await verdictOf(question, inquiry);
    if (verdict instanceof DataConnectError && verdict.code === 'CANCELLED') throw verdict;
    if (verdict instanceof DataConnectError) failed ??= verdict;
    if (verdict instanceof DataConnectError && ENDS.has(verdict.code)) stopped = verdict;
    const { outcome, says, suggestions = [] } = verdict instanceof DataConnectError ? unknown(verdict) : verdict;
    const finding: Finding = { question, outcome, says, suggestions, evidence };
    findings.push(finding);
    onFinding(finding);
  }
  const isAnswered = findings.some(({ outcome }) => outcome === 'found');
  if (failed && !isAnswered) throw failed;
  return { findings, requests: inquiry.requests, stopped };
}

async function verdictOf(question: Question, inquiry: Inquiry): Promise<Judgement | DataConnectError> {
  try {
    return await question.ask(inquiry);
  } catch (error) {
    if (error instanceof NoMoreRequests) return unknown({ key: 'no-more-requests', facts: { most: MOST_REQUESTS } });
    if (error instanceof DataConnectError) return error;
    throw error;
  }
}
