/** Whether the service names a host that is nearer to the company's data, and whether it is (docs/api.md, Session). */
import type { Observation } from '../client/observe';
import { endpointIn } from '../client/preferred-endpoint';
import { RELATIONSHIPS_PATH } from '../client/service-requests';
import { DataConnectError } from '../errors';
import { hostOfAddress } from '../parameters/base-url';
import { jsonOf, recordListIn } from './answers';
import { type Answered, type AskedRequest, announced, type Inquiry } from './inquiry';
import { JSON_ANSWER, SESSION, STORE_LIST } from './known-requests';
import { found, type Judgement, type Question, unknown } from './question';

const RELATIONSHIPS: AskedRequest = { path: RELATIONSHIPS_PATH, parameters: [JSON_ANSWER] };

/** A host that is faster by less than this share of the time is not faster: times go up and down. */
const WORTH_IT = 0.1;

export const preferredHost: Question = {
  id: 'preferred-host',
  title: { key: 'title-preferred-host' },
  sends: [SESSION, RELATIONSHIPS, STORE_LIST].map(announced),
  async ask(inquiry) {
    const own = await inquiry.ask(STORE_LIST);
    const named = await namedEndpoint(inquiry);
    if (named === undefined) return found({ key: 'host-unnamed' });
    const host = hostOfAddress(named);
    if (host === own.came.host) return found({ key: 'host-itself', facts: { host } });
    return judgeHost(own.came, await timed(inquiry, named), host);
  },
};

/** As the client asks for it: the relationships know it for one company, the session for who asks. */
async function namedEndpoint(inquiry: Inquiry): Promise<string | undefined> {
  const { companyId, observer } = inquiry.surroundings;
  const session = jsonOf((await inquiry.ask(SESSION)).came);
  observer.redactor.learnTokens(session);
  const named = companyId === undefined ? endpointIn(session, undefined) : undefined;
  if (named !== undefined) return named;
  const relationships = recordListIn((await inquiry.ask(RELATIONSHIPS)).came);
  const all = new Set(relationships?.map((each) => endpointIn(each, companyId)).filter((each) => each !== undefined));
  // Those of several companies are nobody's.
  return all.size === 1 ? [...all][0] : endpointIn(session, undefined);
}

/** The second answer, for which the connection was there already. @returns why there is none */
async function timed(inquiry: Inquiry, host: string): Promise<Answered | DataConnectError> {
  try {
    await inquiry.ask({ ...STORE_LIST, host });
    return await inquiry.ask({ ...STORE_LIST, host, again: 1 });
  } catch (error) {
    if (error instanceof DataConnectError && OF_THE_HOST.has(error.code)) return error;
    throw error;
  }
}

/** What says that one host is not to be reached, and nothing of the service. */
const OF_THE_HOST: ReadonlySet<DataConnectError['code']> = new Set([
  ...(['HOST_NOT_ALLOWED', 'NETWORK', 'TLS_FAILED', 'PROXY_FAILED', 'TIMEOUT'] as const),
]);

/** @param own what the host of the connection answered to the same */
export function judgeHost(own: Observation, there: Answered | DataConnectError, host: string): Judgement {
  if (there instanceof DataConnectError) {
    if (there.code === 'HOST_NOT_ALLOWED') return found({ key: 'host-not-taken', facts: { host } }, there);
    return { ...found({ key: 'host-unreachable', facts: { host } }, there), suggestions: [useIt('false')] };
  }
  const { came } = there;
  if (came.status !== 200 || !came.body.equals(own.body)) return unknown({ key: 'host-other-answer', facts: { host } });
  const facts = { host, there: came.milliseconds, here: own.milliseconds };
  if (came.milliseconds > own.milliseconds * (1 - WORTH_IT)) return found({ key: 'host-no-faster', facts });
  return { ...found({ key: 'host-faster', facts }), suggestions: [useIt('true')] };
}

function useIt(value: 'true' | 'false') {
  return { name: 'preferredEndpoint', value } as const;
}
