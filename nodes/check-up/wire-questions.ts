/** How answers travel and how errors look: nothing of it bears on a setting, all of it helps who reads a log. */
import { answerText, shownBody } from './answers';
import { type AskedRequest, announced, type Inquiry } from './inquiry';
import { LIST_WITHOUT_LEVEL, NOWHERE, SESSION, STORE_LIST } from './known-requests';
import { found, type Judgement, type Question, unknown } from './question';
import type { CheckUpKey } from './said';

export const cookies: Question = {
  id: 'cookies',
  title: { key: 'title-cookies' },
  sends: [announced(SESSION)],
  async ask(inquiry) {
    const { cookies: names } = (await inquiry.ask(SESSION)).came;
    if (names.length === 0) return found({ key: 'no-cookies' });
    return found({ key: 'cookies', facts: { names: names.join(', ') } });
  },
};

/** A small answer may go out as it is although a larger one would not. */
export const compression: Question = {
  id: 'compression',
  title: { key: 'title-compression' },
  sends: [announced(STORE_LIST)],
  async ask(inquiry) {
    await inquiry.ask(STORE_LIST);
    const codings = [...new Set(inquiry.answers.map(({ coding }) => coding))].filter((coding) => coding !== '');
    if (codings.length > 0) return found({ key: 'compressed', facts: { codings: codings.join(', ') } });
    const bytes = Math.max(...inquiry.answers.map(({ body }) => body.length));
    return unknown({ key: 'not-compressed', facts: { bytes } });
  },
};

export const badRequest = errorQuestion('bad-request', 400, LIST_WITHOUT_LEVEL);
export const notFound = errorQuestion('not-found', 404, NOWHERE);

function errorQuestion(id: 'bad-request' | 'not-found', status: number, asked: AskedRequest): Question {
  const title: CheckUpKey = `title-${id}`;
  return {
    id,
    title: { key: title },
    sends: [announced(asked)],
    ask: (inquiry) => judgeError(inquiry, status, asked),
  };
}

async function judgeError(inquiry: Inquiry, status: number, asked: AskedRequest): Promise<Judgement> {
  const { came } = await inquiry.ask(asked);
  if (came.status !== status) return unknown({ key: 'other-status', facts: { wanted: status, status: came.status } });
  const { contentType } = came;
  if (answerText(came).trim() === '') return found({ key: 'error-empty', facts: { status } });
  const body = shownBody(came, inquiry.surroundings.observer.redactor);
  return found({ key: contentType === '' ? 'error-body-untyped' : 'error-body', facts: { status, contentType, body } });
}
