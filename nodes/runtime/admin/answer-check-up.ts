/**
 * The check-up of the connection of an open form: each finding is told as it is there. Sentences go out by their keys, so
 * that the browser says them in the language of its reader.
 */
import { MOST_REQUESTS } from '../../check-up/inquiry';
import type { Finding } from '../../check-up/question';
import { questions } from '../../check-up/questions';
import type { Said } from '../../check-up/said';
import { type SuggestedSettings, suggestedSettings } from '../../check-up/suggested-settings';
import { DataConnectError, type Facts } from '../../errors';
import { redacted } from '../../secrets/clean-error';
import { checkUpConnection } from '../check-up/check-up-connection';
import { cameParts } from '../check-up/check-up-words';
import { type Translate, translateError } from '../translate';
import type { AdminRequest } from './admin-request';
import type { OpenForms } from './open-form';

/** A text as it is, or a sentence of `check-up.json`. */
type Part = string | { key: string; facts: Facts };

/** A question before it is asked. */
export interface AnnouncedQuestion {
  question: string;
  title: Part;
  /** In the API's words. */
  sends: readonly string[];
}

/** A line of the answer. */
export type CheckUpLine =
  | {
      finding: {
        question: string;
        outcome: Finding['outcome'];
        says: Part[];
        evidence: Array<{ sent: string; came: Part[] }>;
      };
    }
  /** `practice`: the answers are those of the practice service, so that no setting follows from them. */
  | { report: { requests: number; stopped?: { text: string }; settings: SuggestedSettings; practice?: true } };

/** What would be asked, before anything is sent. */
export function announceCheckUp({ translate }: AdminRequest): { questions: AnnouncedQuestion[]; most: number } {
  const part = partsBy(translate, (text) => text);
  const announced = questions.map(({ id, title, sends }) => ({ question: id, title: part(title), sends }));
  return { questions: announced, most: MOST_REQUESTS };
}

/**
 * @param request `params`: id of the connection, deployed or not; `body`: the form's values
 * @param tell gets each finding as it comes, and in the end the report
 * @throws DataConnectError
 */
export async function answerCheckUp(
  forms: OpenForms,
  { params, body, translate }: AdminRequest,
  signal: AbortSignal,
  tell: (line: CheckUpLine) => void,
): Promise<void> {
  await forms.during({ id: params.id!, values: body }, async (connection, words) => {
    const clean = (text: string) => words.inText(connection.redactor.redact(text));
    const part = partsBy(translate, clean);
    const onFinding = ({ question, outcome, says, evidence }: Finding) => {
      const proof = evidence.map((each) => ({ sent: clean(each.sent), came: cameParts(each).map(part) }));
      tell({ finding: { question: question.id, outcome, says: says.map(part), evidence: proof } });
    };
    const { findings, requests, stopped } = await checkUpConnection(connection, signal, onFinding);
    const { isPractice } = connection;
    const suggestions = isPractice ? [] : findings.flatMap((finding) => finding.suggestions);
    const settings = redacted(suggestedSettings(suggestions, connection.terms.paths), { redact: clean });
    const text = stopped && clean(translateError(stopped, translate));
    const practice = isPractice && ({ practice: true } as const);
    tell({ report: { requests, ...(text && { stopped: { text } }), settings, ...practice } });
  });
}

function partsBy(translate: Translate, clean: (text: string) => string): (said: Said | string) => Part {
  return (said) => {
    if (typeof said === 'string') return clean(said);
    if (said instanceof DataConnectError) return clean(translateError(said, translate));
    return { key: said.key, facts: redacted(said.facts ?? {}, { redact: clean }) };
  };
}
