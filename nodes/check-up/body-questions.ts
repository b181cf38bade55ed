/** Whether a POST takes its parameters from a form, from JSON or from both, and whether `Response` counts there. */
import type { Observation } from '../client/observe';
import { answerText, type JsonRecord, recordListIn } from './answers';
import { type Answered, announced, type Inquiry } from './inquiry';
import { BY_FORM, BY_JSON, LIST_WITHOUT_LEVEL, STORE_LIST } from './known-requests';
import { found, type Judgement, type Question, unknown } from './question';
import type { Said } from './said';

/**
 * What became of a body. `whole`: read, and the answer has the form that the body asked for. `partly`: read, but for
 * the form of the answer.
 */
export type BodyReading = 'whole' | 'partly' | 'unread' | 'unclear';

type BodyForm = 'form' | 'json';

/** Statuses by which a service says that it does not take such a request, where it takes the same one by GET. */
const NOT_TAKEN: ReadonlySet<number> = new Set([400, 405, 406, 411, 415, 422, 501]);

export const postBody: Question = {
  id: 'post-body',
  title: { key: 'title-post-body' },
  sends: [STORE_LIST, LIST_WITHOUT_LEVEL, BY_FORM, BY_JSON].map(announced),
  async ask(inquiry) {
    return bodyVerdict(await readings(inquiry));
  },
};

export const responseInBody: Question = {
  id: 'response-in-body',
  title: { key: 'title-response-in-body' },
  sends: postBody.sends,
  async ask(inquiry) {
    const read = Object.entries(await readings(inquiry)).filter(([, how]) => how === 'whole' || how === 'partly');
    if (read.length === 0) return unknown({ key: 'no-body-read' });
    return found(
      ...read.map(([form, how]): Said => ({ key: `response-${form as BodyForm}-${how as 'whole' | 'partly'}` })),
    );
  },
};

async function readings(inquiry: Inquiry): Promise<Record<BodyForm, BodyReading>> {
  const wanted = await inquiry.ask(STORE_LIST);
  const without = await inquiry.ask(LIST_WITHOUT_LEVEL);
  const form = await inquiry.ask(BY_FORM);
  const json = await inquiry.ask(BY_JSON);
  return { form: noted(form, wanted, without, isCsv), json: noted(json, wanted, without, isXml) };
}

function noted(
  exchange: Answered,
  wanted: Answered,
  without: Answered,
  isAskedForm: (answer: Observation) => boolean,
): BodyReading {
  const reading = readingOf(exchange.came, wanted.came, without.came, isAskedForm);
  exchange.notes.push({ key: `body-${reading}` });
  return reading;
}

/**
 * @param wanted what the same parameters bring by GET
 * @param without what comes where they are not read
 * @param isAskedForm whether an answer has the form that the body asked for, which no other request did
 */
export function readingOf(
  answer: Observation,
  wanted: Observation,
  without: Observation,
  isAskedForm: (answer: Observation) => boolean,
): BodyReading {
  const records = recordListIn(wanted);
  if (records === undefined || records.length === 0) return 'unclear';
  if (NOT_TAKEN.has(answer.status)) return 'unread';
  if (answer.status !== 200) return 'unclear';
  if (isAskedForm(answer)) return hasAllOf(answer, records) ? 'whole' : 'unclear';
  const came = recordListIn(answer);
  if (came === undefined) return 'unclear';
  const isWanted = isSame(came, records);
  const isUnread = isSame(came, recordListIn(without));
  if (isWanted === isUnread) return 'unclear';
  return isWanted ? 'partly' : 'unread';
}

/** By its type, and by what it begins with. */
export function isCsv(answer: Observation): boolean {
  return /^(text|application)\/csv$/.test(answer.contentType) && !/^\s*[[{<]/.test(answerText(answer));
}

/** By what it begins with: a page does so as well. */
export function isXml(answer: Observation): boolean {
  return /^\s*</.test(answerText(answer)) && !answer.contentType.includes('html');
}

/** Records to look for: they stand at the beginning, and are there in an answer that was cut, too. */
const LOOKED_FOR = 5;

/** Names and values that every form writes as they are. */
function hasAllOf(answer: Observation, records: readonly JsonRecord[]): boolean {
  const text = answerText(answer);
  return records.slice(0, LOOKED_FOR).every((record) =>
    Object.entries(record)
      .flatMap(([name, value]) => [name, String(value)])
      .filter((word) => /^[A-Za-z0-9 ]+$/.test(word))
      .every((word) => text.includes(word)),
  );
}

function isSame(one: readonly JsonRecord[], other: readonly JsonRecord[] | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

const READ: ReadonlySet<BodyReading> = new Set(['whole', 'partly']);

/** A setting is named where only one of the two is sure to work. */
function bodyVerdict({ form, json }: Record<BodyForm, BodyReading>): Judgement {
  if (READ.has(form) && READ.has(json)) return found({ key: 'post-both' });
  if (READ.has(form))
    return { ...found(oneOnly('post-form', json)), suggestions: [{ name: 'postBody', value: 'form' }] };
  if (READ.has(json))
    return { ...found(oneOnly('post-json', form)), suggestions: [{ name: 'postBody', value: 'json' }] };
  return form === 'unread' && json === 'unread' ? found({ key: 'post-none' }) : unknown({ key: 'post-unclear' });
}

const AT_LEAST = { 'post-form': 'post-form-at-least', 'post-json': 'post-json-at-least' } as const;

/** @param other what became of the other one */
function oneOnly(key: 'post-form' | 'post-json', other: BodyReading): Said {
  return { key: other === 'unread' ? key : AT_LEAST[key] };
}
